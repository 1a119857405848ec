import { Pairs } from './pairs';
import messages from '@/features/credit-rules/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { CheckboxField, NumberField, TextAreaField } from '@/ui/form/fields';

/** What certificates say and how long records live; and the table that the rules must prove. */
export function RecordFields() {
  const t = useText(messages);
  return (
    <div className="space-y-6">
      <Pairs name="categories" label={t('categories')} hint={t('categories.hint')} left={t('pairs.key')} right={t('pairs.name')} />
      <div className="grid items-start gap-5 sm:grid-cols-3">
        <NumberField name="validity" label={t('validity')} optional suffix={t('monthsUnit')} />
        <NumberField name="retention" label={t('retention')} suffix={t('yearsUnit')} />
        <NumberField name="report" label={t('report')} optional suffix={t('daysUnit')} />
      </div>
      <CheckboxField name="sponsor" label={t('sponsor')} />
      {(['approved', 'applied', 'participation', 'footer'] as const).map((kind) => (
        <TextAreaField key={kind} name={`words.${kind}`} label={t(`words.${kind}`)} hint={kind === 'approved' ? t('words.hint') : undefined} optional rows={2} maxLength={1000} />
      ))}
      <Pairs numeric name="vectors" label={t('vectors')} hint={t('vectors.hint')} left={t('vectors.minutes')} right={t('vectors.credits')} />
    </div>
  );
}
