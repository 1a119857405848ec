import { useQuery } from '@tanstack/react-query';
import { useWatch } from 'react-hook-form';
import * as z from 'zod/mini';
import { payments, useRefund, type Payment, type Wanted } from './api';
import { RefundSum } from './refund-sum';
import messages from '@/features/finance/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { formatMoney } from '@/lib/format/money';
import { isProblem, ProblemError } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Checkbox } from '@/ui/checkbox';
import { Dialog } from '@/ui/dialog';
import { CheckboxField, FormField, RadioField, TextAreaField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { MoneyInput } from '@/ui/money-input';

interface Values {
  items: string[];
  much: string;
  amount: number | null;
  include_fees: boolean;
  reason: string;
}

const wantedOf = (values: Values, all: number): Wanted => ({
  ...(values.items.length < all && { items: values.items.join(',') }),
  ...(values.much === 'part' && values.amount !== null && { amount: values.amount }),
  include_fees: values.include_fees,
});

/** How much of the ticket prices is left, as long as nothing went back: only the server knows how much of that was fees. */
function mostOf(items: Payment['items'], { items: chosen }: Values): number {
  const meant = items.filter(({ id }) => chosen.includes(id));
  return meant.some(({ refunded }) => refunded > 0) ? Infinity : meant.reduce((sum, { amounts }) => sum + amounts.net, 0);
}

/** More than is left is refused at the amount, or at places of which nothing is; how much is left is a fact, no place of the form. */
function atField(error: unknown): Error {
  if (!isProblem(error) || !error.is('refund-exceeds-payment')) return error instanceof Error ? error : new Error(String(error));
  const placed = error.errors.filter(({ pointer }) => pointer !== '');
  const errors = placed.map((fault) => ({ ...fault, pointer: fault.pointer.replace(/^\/items\/\d+$/, '/items') }));
  return new ProblemError({ ...error.problem, errors });
}

/** The exact sum first: the server says it, and pays nothing back if it is another by then (RF-4). */
export default function RefundDialog({ payment, onClose }: { payment: Payment; onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const refund = useRefund(org.id, payment.id);
  const open = payment.items.filter(({ amounts, refunded }) => amounts.total > refunded);
  const parts = z.object({
    items: z.custom<string[]>().check(z.refine((items) => items.length > 0, t('refund.itemsMissing'))),
    much: z.string(),
    amount: z.custom<number | null>(),
    include_fees: z.boolean(),
    reason: z.string().check(z.trim(), z.minLength(3, t('reason.missing')), z.maxLength(1000)),
  });
  const wrongOf = (values: Values): string | null => {
    const { much, amount } = values;
    const most = mostOf(open, values);
    if (much === 'all') return null;
    if (Number.isNaN(amount)) return t('amount.unread');
    if (amount === null || amount <= 0) return t('amount.wrong');
    return amount > most ? t('refund.amount.most', { most: formatMoney(most, payment.currency) }) : null;
  };
  const schema = parts.check((given) => {
    const message = wrongOf(given.value);
    if (message !== null) given.issues.push({ code: 'custom', path: ['amount'], message, input: given.value });
  });
  const form = useAppForm<Values, Values>(schema, {
    defaults: { items: open.map(({ id }) => id), much: 'all', amount: null, include_fees: payment.fee_payer === 'organizer', reason: '' },
  });
  const values = useWatch({ control: form.control }) as Values;
  // Without named places those that cost nothing go with the last of the money (RF-7).
  const wanted = wantedOf(values, open.length);
  const askable = values.items.length > 0 && wrongOf(values) === null;
  const quote = useQuery({ ...payments.refundQuote(org.id, payment.id, wanted), enabled: askable });
  const sum = askable ? quote.data?.amount : undefined;
  // What the field says already is not said below it too.
  const told = values.much === 'part' && form.formState.errors.amount !== undefined;
  const send = async ({ items, reason, include_fees }: Values) => {
    // Without a sum nothing is sent; why there is none takes the focus.
    if (!sum && quote.error) throw atField(quote.error);
    if (!sum) return;
    const asked = refund.mutateAsync({
      reason,
      include_fees,
      expected: sum,
      ...(items.length < open.length && { items }),
      ...(wanted.amount !== undefined && { amount: { amount: wanted.amount, currency: payment.currency } }),
    });
    await asked.catch((error: unknown) => Promise.reject(atField(error)));
    toast(t('refund.done', { amount: formatMoney(sum.amount, sum.currency) }));
    onClose();
  };
  return (
    <Dialog open onClose={onClose} size="medium" title={t('refund')} description={t('refund.lead')}>
      <Form form={form} rename={{ '/amount/amount': 'amount' }} onSubmit={send}>
        {payment.items.length > 1 && (
          <FormField<string[]> group name="items" label={t('refund.items')}>
            {({ value, onChange }) => (
              <div className="space-y-2">
                {open.map(({ id, label, attendee }) => (
                  <Checkbox
                    key={id}
                    label={[label, attendee].filter((part) => part != null).join(' · ')}
                    checked={value.includes(id)}
                    onCheckedChange={(checked) => onChange(checked === true ? [...value, id] : value.filter((one) => one !== id))}
                  />
                ))}
              </div>
            )}
          </FormField>
        )}
        <RadioField name="much" label={t('refund.much')} choices={[{ value: 'all', label: t('refund.all') }, { value: 'part', label: t('refund.some') }]} />
        {values.much === 'part' && (
          <FormField<number | null> name="amount" label={t('refund.amount')} hint={t('refund.amount.hint')}>
            {(control) => <MoneyInput {...control} currency={payment.currency} />}
          </FormField>
        )}
        <CheckboxField name="include_fees" label={t('refund.fees')} hint={t('refund.fees.hint')} />
        <TextAreaField name="reason" label={t('reason')} hint={t('refund.reason.hint')} rows={2} maxLength={1000} />
        {askable && !(told && quote.isError) && <RefundSum quote={quote} />}
        <div className="sticky -bottom-4 z-1 -mx-4 -mb-4 flex flex-wrap items-center gap-x-6 border-t border-line bg-raised px-4 pt-1 pb-3 md:-bottom-5 md:-mx-6 md:-mb-5 md:rounded-b-dialog md:px-6">
          <Submit>{sum ? t('refund.action', { amount: formatMoney(sum.amount, sum.currency) }) : t('refund')}</Submit>
        </div>
      </Form>
    </Dialog>
  );
}
