import { KINDS, type Asked } from './filter';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Field } from '@/ui/field';
import { Select } from '@/ui/select';
import { TextInput } from '@/ui/text-input';

export function DocumentFilters({ filter, onChange }: { filter: Asked; onChange: (change: Partial<Asked>) => void }) {
  const t = useText(messages);
  const day = (name: 'from' | 'to') => (
    <Field label={t(name)} optional>
      {(control) => <TextInput {...control} type="date" value={filter[name]} onChange={({ target }) => onChange({ [name]: target.value })} />}
    </Field>
  );
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field label={t('document.kind')} optional>
        {(control) => (
          <Select
            {...control}
            value={filter.kind}
            onChange={({ target }) => onChange({ kind: target.value })}
            options={[{ value: '', label: t('document.any') }, ...KINDS.map((kind) => ({ value: kind, label: t(`document.${kind}`) }))]}
          />
        )}
      </Field>
      {day('from')}
      {day('to')}
    </div>
  );
}
