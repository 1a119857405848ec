import * as z from 'zod/mini';
import { useWriteOff, type OrganizerDebt } from '@/features/operate/api';
import messages from '@/features/operate/messages.en.json';
import { formatMoney } from '@/lib/format/money';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { FormField, TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { MoneyInput } from '@/ui/money-input';

/** A debt, or a part of it, that the platform bears from then on. */
export function WriteOffDialog({ row: { organization_id: organization, debt }, title, onClose }: { row: OrganizerDebt; title: string; onClose: () => void }) {
  const t = useText(messages);
  const writeOff = useWriteOff();
  const most = formatMoney(debt.amount, debt.currency);
  const schema = z.object({
    amount: z.custom<number | null>().check(z.refine((amount: number | null) => amount !== null && amount > 0 && amount <= debt.amount, t('writeOff.wrong', { most }))),
    payment_id: z.string().check(z.trim(), z.refine((id) => id === '' || z.uuid().safeParse(id).success, t('writeOff.payment.wrong'))),
    reason: z.string().check(z.trim(), z.minLength(1, t('reason.missing')), z.maxLength(500)),
  });
  const form = useAppForm(schema, { defaults: { amount: debt.amount, payment_id: '', reason: '' } });
  return (
    <Dialog open onClose={onClose} title={title} description={t('writeOff.effect')}>
      <Form
        form={form}
        rename={{ '/amount/amount': 'amount' }}
        onSubmit={async ({ amount, payment_id: payment, reason }) => {
          const { left } = await writeOff.mutateAsync({ organization, payment_id: payment === '' ? null : payment, amount: { amount: amount ?? 0, currency: debt.currency }, reason });
          toast(t('writeOff.done', { left: formatMoney(left.amount, left.currency) }));
          onClose();
        }}
      >
        <FormField<number | null> name="amount" label={t('writeOff.amount')} hint={t('writeOff.amount.hint', { most })}>
          {(control) => <MoneyInput {...control} currency={debt.currency} />}
        </FormField>
        <TextField name="payment_id" label={t('writeOff.payment')} hint={t('writeOff.payment.hint')} autoComplete="off" maxLength={36} optional />
        <TextAreaField name="reason" label={t('reason')} hint={t('reason.hint')} rows={3} maxLength={500} />
        <Submit>{t('writeOff.action')}</Submit>
      </Form>
    </Dialog>
  );
}
