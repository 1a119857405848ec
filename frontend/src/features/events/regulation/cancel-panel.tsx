import * as z from 'zod/mini';
import { useNavigate } from 'react-router';
import { useFormState } from 'react-hook-form';
import messages from './messages.en.json';
import { useRefundable } from './refundable';
import { useCancelEvent, type Event } from '@/features/events/api';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { focusHeading } from '@/ui/focus-back';
import { RadioField, TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Panel } from '@/ui/panel';

/** The one act that asks for a typed title: it cannot be taken back and many are told (UX-28). */
export function CancelPanel({ event }: { event: Event }) {
  const t = useText(messages);
  const org = useOrganization();
  const navigate = useNavigate();
  const cancel = useCancelEvent(org.id, event.id);
  const { counts } = event;
  const refundable = useRefundable(event.id);
  const schema = z.object({
    reason: z.string().check(z.trim(), z.minLength(3, t('cancelReasonMissing')), z.maxLength(1000)),
    message: z.string().check(z.maxLength(2000)),
    refund: z.enum(['all', 'none']),
    typed_title: z.string().check(z.refine((typed) => typed.trim() === event.title.trim(), t('cancelTypedWrong'))),
  });
  const form = useAppForm(schema, { defaults: { reason: '', message: '', refund: 'all', typed_title: '' } });
  return (
    <Panel title={t('cancelEvent')} description={t('cancelBody', { n: counts.confirmed + counts.waitlisted + counts.offered })}>
      <Form
        form={form}
        onSubmit={async ({ reason, message, refund, typed_title }) => {
          const { people_to_tell: n, refund_run: run } = await cancel.mutateAsync({ reason, typed_title, ...(refundable.sold && { refund }), ...(message.trim() !== '' && { message: message.trim() }) });
          toast(t('cancelled', { n }));
          // The tab goes, the heading of the event stays.
          focusHeading();
          const at = { orgId: org.id, eventId: event.id };
          await navigate(run != null && org.can('refund-payments') ? paths.orgEventFinance(at) : paths.orgEvent(at));
        }}
      >
        <TextAreaField name="reason" label={t('cancelReason')} hint={t('cancelReasonHint')} rows={2} maxLength={1000} />
        <TextAreaField name="message" label={t('cancelMessage')} optional rows={3} maxLength={2000} />
        {refundable.sold && (
          <RadioField
            name="refund"
            label={t('cancelRefund')}
            choices={[
              { value: 'all', label: t('cancelRefund.all'), hint: refundable.sums === null ? t('cancelRefund.all.hint') : t('cancelRefund.all.sum', { sums: refundable.sums }) },
              { value: 'none', label: t('cancelRefund.none'), hint: t('cancelRefund.none.hint') },
            ]}
          />
        )}
        <TextField name="typed_title" label={t('cancelTyped', { title: event.title })} autoComplete="off" />
        <CancelButton />
      </Form>
    </Panel>
  );
}

function CancelButton() {
  const t = useText(messages);
  const { isSubmitting } = useFormState();
  return (
    <Button type="submit" variant="danger" busy={isSubmitting}>
      {t('cancelAction')}
    </Button>
  );
}
