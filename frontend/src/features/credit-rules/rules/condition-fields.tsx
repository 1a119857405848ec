import { useWatch } from 'react-hook-form';
import type { Draft } from './draft-values';
import { Gates } from './gates';
import { Pairs } from './pairs';
import messages from '@/features/credit-rules/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { CheckboxField, NumberField, SelectField, TextField } from '@/ui/form/fields';

/** What must be met: presence, checks, test, gates and the claim. */
export function ConditionFields() {
  const t = useText(messages);
  const [presence, claim, checks] = useWatch<Draft, ['presence', 'claim', 'checks']>({ name: ['presence', 'claim', 'checks'] });
  return (
    <div className="space-y-6">
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <SelectField
          name="presence"
          label={t('presence')}
          options={(['none', 'pro_rata', 'all_or_nothing', 'ladder'] as const).map((value) => ({ value, label: t(`presence.${value}`) }))}
        />
        <NumberField name="needed" label={t('needed')} suffix="%" />
      </div>
      {presence === 'ladder' && <Pairs numeric name="ladder" label={t('ladder')} hint={t('ladder.hint')} left={t('ladder.from')} right={t('ladder.give')} />}
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <NumberField name="checks" label={t('checks')} hint={t('checks.hint')} />
        {(checks ?? 0) > 0 && <SelectField name="missed" label={t('missed')} options={(['report', 'reduce', 'void'] as const).map((value) => ({ value, label: t(`missed.${value}`) }))} />}
      </div>
      <Pairs name="methods" label={t('methods')} hint={t('methods.hint')} left={t('pairs.key')} right={t('methods.words')} />
      <Gates />
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <NumberField name="pass" label={t('pass')} optional suffix="%" />
        <NumberField name="attempts" label={t('attempts')} optional />
        <NumberField name="questions" label={t('questions')} optional />
        <NumberField name="access" label={t('access')} optional suffix={t('daysUnit')} />
        <CheckboxField name="hide" label={t('hide')} className="sm:col-span-2" />
        <SelectField name="claim" label={t('claim')} options={(['automatic', 'learner'] as const).map((value) => ({ value, label: t(`claim.${value}`) }))} />
        {claim === 'learner' && <NumberField name="claim_days" label={t('claim.days')} suffix={t('daysUnit')} />}
      </div>
      <TextField name="identifiers" label={t('identifiers')} hint={t('identifiers.hint')} optional autoComplete="off" />
    </div>
  );
}
