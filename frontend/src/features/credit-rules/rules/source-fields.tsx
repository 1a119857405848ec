import messages from '@/features/credit-rules/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { TextField } from '@/ui/form/fields';

/** Nothing is published without a source and the day from which it holds. */
export function SourceFields() {
  const t = useText(messages);
  return (
    <div className="grid items-start gap-5 sm:grid-cols-2">
      <div className="sm:col-span-2">
        <TextField name="source_title" label={t('source.document')} optional autoComplete="off" maxLength={300} />
      </div>
      <div className="sm:col-span-2">
        <TextField name="source_url" type="url" inputMode="url" label={t('source.url')} optional autoComplete="off" maxLength={500} placeholder="https://" />
      </div>
      <TextField name="source_checked_on" type="date" label={t('source.checked')} optional />
      <span className="hidden sm:block" />
      <TextField name="effective_from" type="date" label={t('rules.from')} optional />
      <TextField name="effective_to" type="date" label={t('rules.to')} hint={t('rules.toHint')} optional />
    </div>
  );
}
