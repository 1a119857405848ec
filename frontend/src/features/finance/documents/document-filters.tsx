import { KINDS, type Asked } from './filter';
import { ChoiceAndDays } from '@/features/finance/choice-and-days';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';

export function DocumentFilters({ filter, onChange }: { filter: Asked; onChange: (change: Partial<Asked>) => void }) {
  const t = useText(messages);
  const options = [{ value: '', label: t('document.any') }, ...KINDS.map((kind) => ({ value: kind, label: t(`document.${kind}`) }))];
  return (
    <ChoiceAndDays label={t('document.kind')} value={filter.kind} options={options} onChoice={(kind) => onChange({ kind })} days={filter} onDays={onChange} />
  );
}
