import { useMemo } from 'react';
import { useWatch } from 'react-hook-form';
import { LimitFields } from './limit-fields';
import type { RuleValues } from './rule-values';
import { TargetFields } from './target-fields';
import type { Kind } from '@/features/promo-codes/api';
import messages from '@/features/promo-codes/messages.en.json';
import { currencyOptions } from '@/lib/format/currencies';
import { useText } from '@/lib/i18n/use-text';
import { Combobox } from '@/ui/combobox';
import { FormField, NumberField, RadioField } from '@/ui/form/fields';
import { MoneyInput } from '@/ui/money-input';

const KINDS: Kind[] = ['percent', 'amount_off', 'set_price', 'unlock'];

interface Props {
  /** Once a code was used, its kind and value stay. */
  frozen?: boolean;
  /** Codes of a batch work once each, so nothing is to be said about uses. */
  single?: boolean;
}

/** What a code gives, for what, how often and for how long. */
export function RuleFields({ frozen = false, single = false }: Props) {
  const t = useText(messages);
  return (
    <>
      {frozen ? (
        <p className="rounded-control bg-sunken p-4 text-14">{t('frozen')}</p>
      ) : (
        <>
          <RadioField name="kind" label={t('kind')} columns={2} look="card" choices={KINDS.map((value) => ({ value, label: t(`kind.${value}`), hint: t(`kind.${value}.hint`) }))} />
          <ValueFields />
        </>
      )}
      <TargetFields />
      <LimitFields single={single} />
    </>
  );
}

function ValueFields() {
  const t = useText(messages);
  const kind = useWatch<RuleValues, 'kind'>({ name: 'kind' });
  const currency = useWatch<RuleValues, 'currency'>({ name: 'currency' });
  const options = useMemo(() => currencyOptions(), []);
  if (kind === 'unlock') return null;
  const money = (name: 'amount' | 'cap' | 'min_price', optional: boolean) => (
    <FormField<number | null> name={name} label={t(name === 'amount' ? `amount.${kind === 'set_price' ? 'set_price' : 'amount_off'}` : name)} hint={name === 'min_price' ? t('min_price.hint') : undefined} optional={optional}>
      {(control) => <MoneyInput {...control} key={currency} currency={currency} />}
    </FormField>
  );
  return (
    <>
      {kind === 'percent' && <NumberField name="percent" label={t('percent')} decimals={2} suffix="%" />}
      <FormField<string> name="currency" label={t('currency')} hint={kind === 'percent' ? t('currency.percent') : t('currency.hint')}>
        {(control) => <Combobox {...control} options={options} />}
      </FormField>
      <div className="grid items-end gap-4 sm:grid-cols-2">
        {kind === 'percent' ? money('cap', true) : money('amount', false)}
        {money('min_price', true)}
      </div>
    </>
  );
}
