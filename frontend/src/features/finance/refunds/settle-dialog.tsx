import * as z from 'zod/mini';
import { useSettleOutside, type Refund } from './api';
import messages from '@/features/finance/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { TextAreaField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

/** The buyer's claim stays visible until it is paid in some other way (RF-8). */
export function SettleDialog({ refund, onClose }: { refund: Refund; onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const settle = useSettleOutside(org.id, refund.id);
  const schema = z.object({ note: z.string().check(z.trim(), z.minLength(3, t('reason.missing')), z.maxLength(1000)) });
  const form = useAppForm(schema, { defaults: { note: '' } });
  const amount = formatMoney(refund.amount.amount, refund.amount.currency);
  return (
    <Dialog open onClose={onClose} title={t('refund.settle')} description={t('refund.settle.lead', { amount, buyer: refund.buyer_email })}>
      <Form
        form={form}
        onSubmit={async ({ note }) => {
          await settle.mutateAsync(note);
          toast(t('refund.settleDone'));
          onClose();
        }}
      >
        <TextAreaField name="note" label={t('refund.note')} hint={t('refund.note.hint')} rows={2} maxLength={1000} />
        <Submit>{t('refund.settle')}</Submit>
      </Form>
    </Dialog>
  );
}
