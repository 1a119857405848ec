import * as z from 'zod/mini';
import { useRequestPayout, type Money as Amount } from './api';
import messages from '@/features/finance/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { FormField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { MoneyInput } from '@/ui/money-input';

/** All of what can go, unless somebody wants less. */
export function RequestDialog({ most, onClose }: { most: Amount; onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const request = useRequestPayout(org.id);
  const { amount: limit, currency } = most;
  const fits = (amount: number | null) => amount !== null && amount > 0 && amount <= limit;
  const schema = z.object({
    amount: z.custom<number | null>().check(z.refine(fits, t('payOut.wrong', { most: formatMoney(limit, currency) }))),
  });
  const form = useAppForm<{ amount: number | null }, { amount: number | null }>(schema, { defaults: { amount: limit } });
  return (
    <Dialog open onClose={onClose} title={t('payOut')} description={t('payOut.lead')}>
      <Form
        form={form}
        rename={{ '/amount/amount': 'amount' }}
        onSubmit={async ({ amount }) => {
          await request.mutateAsync({ amount: amount ?? 0, currency });
          toast(t('payOut.asked', { amount: formatMoney(amount ?? 0, currency) }));
          onClose();
        }}
      >
        <FormField<number | null> name="amount" label={t('amount')} hint={t('payOut.hint', { most: formatMoney(limit, currency) })}>
          {(control) => <MoneyInput {...control} currency={currency} />}
        </FormField>
        <Submit>{t('payOut.action')}</Submit>
      </Form>
    </Dialog>
  );
}
