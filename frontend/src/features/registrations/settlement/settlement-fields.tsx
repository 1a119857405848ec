import { useWatch } from 'react-hook-form';
import messages from './messages.en.json';
import type { Settling } from './settlement';
import type { Schema } from '@/api/contract';
import { formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { NumberField, RadioField, TextField } from '@/ui/form/fields';

/** Waived, because…, or an invoice with its time; `payment` of the form around it. */
export function SettlementFields({ price }: { price: Schema<'Money'> | null }) {
  const t = useText(messages);
  const how = useWatch<{ payment: Settling }, 'payment.how'>({ name: 'payment.how' });
  return (
    <>
      <RadioField
        name="payment.how"
        label={price === null ? t('some') : t('title', { price: formatMoney(price.amount, price.currency) })}
        look="card"
        choices={(['invoice', 'waived'] as const).map((value) => ({ value, label: t(value), hint: t(`${value}.hint`) }))}
      />
      {how === 'invoice' && <NumberField name="payment.due_days" label={t('days')} className="max-w-40" />}
      {how === 'waived' && <TextField name="payment.reason" label={t('reason')} maxLength={500} autoComplete="off" />}
    </>
  );
}
