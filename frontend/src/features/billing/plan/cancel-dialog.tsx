import * as z from 'zod/mini';
import { useCancelPlan, type CancelReason } from '@/features/billing/api';
import messages from '@/features/billing/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import type { Subscription } from '@/lib/plan/subscription';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { RadioField, TextAreaField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { When } from '@/ui/quantities';

const REASONS: CancelReason[] = ['too_expensive', 'unused', 'missing_feature', 'switched', 'ended', 'other'];

interface Props {
  open: boolean;
  subscription: Subscription;
  onClose: () => void;
}

/** The exact effect first: until when everything works, and what stays afterwards (BI-6, BI-18). */
export function CancelDialog({ open, subscription, onClose }: Props) {
  const t = useText(messages);
  const { period_end: end, scheduled_change: scheduled } = subscription;
  return (
    <Dialog open={open} onClose={onClose} title={t('cancelTitle')}>
      <div className="space-y-5">
        <ul className="list-disc space-y-1 ps-5">
          {end != null && <li>{t.rich('cancelUntil', { when: <When at={end} style="date" /> })}</li>}
          <li>{t('cancelAfter')}</li>
          <li>{t('cancelStays')}</li>
          {scheduled != null && <li>{t('cancelScheduled')}</li>}
        </ul>
        <Why onClose={onClose} />
      </div>
    </Dialog>
  );
}

interface Filled {
  reason: string;
  comment: string;
}

function Why({ onClose }: { onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const cancel = useCancelPlan(org.id);
  const schema = z.object({
    reason: z.string().check(z.minLength(1, t('reasonMissing'))),
    comment: z.string().check(z.trim(), z.maxLength(1000)),
  });
  const form = useAppForm<Filled, Filled>(schema, { defaults: { reason: '', comment: '' } });
  return (
    <Form
      form={form}
      onSubmit={async ({ reason, comment }) => {
        await cancel.mutateAsync({ reason: reason as CancelReason, ...(comment !== '' && { comment }) });
        toast(t('canceled'));
        onClose();
      }}
    >
      <RadioField name="reason" label={t('reason')} choices={REASONS.map((value) => ({ value, label: t.of('reason', value) }))} />
      <TextAreaField name="comment" optional label={t('comment')} maxLength={1000} rows={3} counter />
      <Submit
        danger
        beside={
          <Button variant="quiet" onClick={onClose}>
            {t('keep')}
          </Button>
        }
      >
        {t('cancelNow')}
      </Submit>
    </Form>
  );
}
