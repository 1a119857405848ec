import { useMemo } from 'react';
import { useWatch } from 'react-hook-form';
import * as z from 'zod/mini';
import { usePublishPrice, type OfferedPlan } from '@/features/operate/api';
import messages from '@/features/operate/messages.en.json';
import { currencyOptions } from '@/lib/format/currencies';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Combobox } from '@/ui/combobox';
import { Dialog } from '@/ui/dialog';
import { FormField, RadioField, SelectField, TextAreaField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { MoneyInput } from '@/ui/money-input';

const payable = (amount: number | null): amount is number => amount !== null && amount > 0;

/** One price of one plan; those who pay the former one go on paying it. */
export function PriceDialog({ plans, onClose }: { plans: OfferedPlan[]; onClose: () => void }) {
  const t = useText(messages);
  const publish = usePublishPrice();
  const schema = z.object({
    plan: z.enum(['attendee', 'organizer', 'lms', 'organization']),
    interval: z.enum(['month', 'year']),
    currency: z.string(),
    amount: z.custom<number | null>().check(z.refine(payable, t('price.wrong'))),
    seat_amount: z.custom<number | null>().check(z.refine((seat) => seat === null || payable(seat), t('price.wrong'))),
    reason: z.string().check(z.trim(), z.minLength(1, t('reason.missing')), z.maxLength(500)),
  });
  const form = useAppForm(schema, { defaults: { plan: 'organizer', interval: 'month', currency: 'USD', amount: null, seat_amount: null, reason: '' } });
  return (
    <Dialog open onClose={onClose} title={t('price')} description={t('price.lead')}>
      <Form
        form={form}
        rename={{ '/amount/amount': 'amount', '/amount/currency': 'currency' }}
        onSubmit={async ({ currency, amount, ...rest }) => {
          await publish.mutateAsync({ ...rest, amount: { amount: amount ?? 0, currency } });
          toast(t('price.done'));
          onClose();
        }}
      >
        <SelectField name="plan" label={t('plan')} options={plans.filter(({ prices }) => prices.length > 0).map(({ plan, name }) => ({ value: plan, label: name }))} />
        <RadioField name="interval" label={t('price.interval')} columns={2} choices={[{ value: 'month', label: t('interval.month') }, { value: 'year', label: t('interval.year') }]} />
        <Amounts />
        <TextAreaField name="reason" label={t('reason')} hint={t('reason.hint')} rows={2} maxLength={500} />
        <Submit>{t('price.action')}</Submit>
      </Form>
    </Dialog>
  );
}

function Amounts() {
  const t = useText(messages);
  const currency = useWatch<{ currency: string }, 'currency'>({ name: 'currency' });
  const options = useMemo(() => currencyOptions(), []);
  return (
    <>
      <FormField<string> name="currency" label={t('price.currency')}>
        {(control) => <Combobox {...control} options={options} />}
      </FormField>
      <div className="grid items-end gap-4 sm:grid-cols-2">
        <FormField<number | null> name="amount" label={t('price.amount')}>
          {(control) => <MoneyInput {...control} key={currency} currency={currency} />}
        </FormField>
        <FormField<number | null> name="seat_amount" label={t('price.seat')} optional>
          {(control) => <MoneyInput {...control} key={currency} currency={currency} />}
        </FormField>
      </div>
    </>
  );
}
