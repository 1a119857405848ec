import { useWatch } from 'react-hook-form';
import type { Draft } from './draft-values';
import { DECIMALS } from '@/features/credit-rules/amounts';
import messages from '@/features/credit-rules/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { NumberField, SelectField } from '@/ui/form/fields';

/** From time to an amount: unit, step, rounding and limits. */
export function AmountFields() {
  const t = useText(messages);
  const rounding = useWatch<Draft, 'rounding'>({ name: 'rounding' });
  return (
    <div className="grid items-start gap-5 sm:grid-cols-2">
      <NumberField name="unit" label={t('unit')} hint={t('unit.hint')} suffix={t('min')} />
      <NumberField name="increment" label={t('increment')} hint={t('increment.hint')} decimals={DECIMALS} />
      <SelectField name="rounding" label={t('rounding')} options={(['down', 'nearest', 'none'] as const).map((value) => ({ value, label: t(`rounding.${value}`) }))} />
      {rounding === 'nearest' && <SelectField name="tie" label={t('tie')} options={(['up', 'down'] as const).map((value) => ({ value, label: t(`tie.${value}`) }))} />}
      <NumberField name="first" label={t('first')} hint={t('first.hint')} decimals={DECIMALS} />
      <SelectField name="basis" label={t('basis')} options={(['whole_minutes', 'seconds'] as const).map((value) => ({ value, label: t(`basis.${value}`) }))} />
      <NumberField name="survey" label={t('survey')} hint={t('survey.hint')} suffix={t('min')} />
      <NumberField name="teaching" label={t('teaching')} hint={t('teaching.hint')} suffix="%" />
      <NumberField name="max_session" label={t('max.session')} optional decimals={DECIMALS} />
      <NumberField name="max_day" label={t('max.day')} optional decimals={DECIMALS} />
      <NumberField name="max_activity" label={t('max.activity')} optional decimals={DECIMALS} />
    </div>
  );
}
