import { Plus, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useWatch } from 'react-hook-form';
import messages from './messages.en.json';
import type { Early, TicketValues } from './ticket-values';
import { currencyOptions } from '@/lib/format/currencies';
import { formatZone } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Combobox } from '@/ui/combobox';
import { Field } from '@/ui/field';
import { FormField, RadioField } from '@/ui/form/fields';
import { IconButton } from '@/ui/icon-button';
import { MoneyInput } from '@/ui/money-input';
import { TextInput } from '@/ui/text-input';

/** Free, or a price with cheaper ones before it; all in one currency. */
export function PriceFields({ zone }: { zone: string }) {
  const t = useText(messages);
  const paid = useWatch<TicketValues, 'paid'>({ name: 'paid' });
  const currency = useWatch<TicketValues, 'currency'>({ name: 'currency' });
  const options = useMemo(() => currencyOptions(), []);
  return (
    <>
      <RadioField name="paid" label={t('price')} columns={2} look="card" choices={[{ value: 'free', label: t('free') }, { value: 'paid', label: t('paid') }]} />
      {paid === 'paid' && (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <FormField<string> name="currency" label={t('currency')}>
              {(control) => <Combobox {...control} options={options} />}
            </FormField>
            <FormField<number | null> name="price" label={t('price.amount')}>
              {(control) => <MoneyInput {...control} key={currency} currency={currency} />}
            </FormField>
          </div>
          <FormField<Early[]> group name="early" label={t('early')} hint={t('early.hint', { zone: formatZone(zone) })} optional>
            {({ value, onChange }) => <EarlyRows value={value} onChange={onChange} currency={currency} />}
          </FormField>
        </>
      )}
    </>
  );
}

function EarlyRows({ value, onChange, currency }: { value: Early[]; onChange: (value: Early[]) => void; currency: string }) {
  const t = useText(messages);
  const change = (at: number, part: Partial<Early>) => onChange(value.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <div className="space-y-3">
      {value.map((one, at) => (
        <fieldset key={at} className="grid items-end gap-3 rounded-control border border-line p-3 sm:grid-cols-[1fr_1fr_auto]">
          <legend className="sr-only">{t('early.at', { n: at + 1 })}</legend>
          <Field label={t('price.amount')}>
            {(control) => <MoneyInput {...control} key={currency} currency={currency} value={one.amount} onChange={(amount) => change(at, { amount })} />}
          </Field>
          <Field label={t('early.until')}>
            {(control) => <TextInput {...control} type="datetime-local" value={one.until} onChange={({ target }) => change(at, { until: target.value })} />}
          </Field>
          <IconButton label={t('early.remove', { n: at + 1 })} icon={<Trash2 />} onClick={() => onChange(value.filter((_, index) => index !== at))} />
        </fieldset>
      ))}
      {value.length < 9 && (
        <Button size="small" onClick={() => onChange([...value, { amount: null, until: '' }])}>
          <Plus aria-hidden />
          {t('early.add')}
        </Button>
      )}
    </div>
  );
}
