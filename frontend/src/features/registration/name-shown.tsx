import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { RadioField } from '@/ui/form/fields';

/** Set to the usual and folded away: a choice, not a question that stands in the way. */
export function NameShown() {
  const t = useText(messages);
  return (
    <details className="group rounded-control border border-line bg-surface open:pb-4">
      <summary className="px-4 py-3 font-semibold text-accent">{t('shown')}</summary>
      <div className="px-4 pt-1">
        <RadioField
          name="attendees.0.name_shown"
          label={t('shown.label')}
          hint={t('shown.hint')}
          choices={(['full', 'initials', 'hidden'] as const).map((value) => ({ value, label: t(`shown.${value}`) }))}
        />
      </div>
    </details>
  );
}
