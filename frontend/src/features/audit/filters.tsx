import { X } from 'lucide-react';
import { NOUNS, type NONE } from './filter';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Select } from '@/ui/select';
import { TextInput } from '@/ui/text-input';

interface Props {
  filter: typeof NONE;
  onChange: (change: Partial<typeof NONE>) => void;
  /** The name of the person whose entries are shown, once it is known. */
  person: string | null;
}

/** Kind and days are chosen; a person or an object is narrowed to from its entry. */
export function Filters({ filter, onChange, person }: Props) {
  const t = useText(messages);
  const day = (name: 'from' | 'to') => (
    <Field label={t(name)} filter>
      {(control) => <TextInput {...control} type="date" value={filter[name]} onChange={({ target }) => onChange({ [name]: target.value })} />}
    </Field>
  );
  return (
    <div className="space-y-4">
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label={t('action')} filter>
          {(control) => (
            <Select
              {...control}
              value={filter.action}
              onChange={({ target }) => onChange({ action: target.value })}
              options={[{ value: '', label: t('anything') }, ...NOUNS.map((noun) => ({ value: noun, label: t(`noun.${noun}`) }))]}
            />
          )}
        </Field>
        {day('from')}
        {day('to')}
      </div>
      <div className="flex flex-wrap gap-3 empty:hidden">
        {filter.actor !== '' && <Narrowed text={t('onlyPerson', { name: person ?? t('person') })} onClear={() => onChange({ actor: '' })} />}
        {filter.target !== '' && <Narrowed text={t('onlyObject', { id: filter.target.slice(-8) })} onClear={() => onChange({ target: '' })} />}
      </div>
    </div>
  );
}

function Narrowed({ text, onClear }: { text: string; onClear: () => void }) {
  const t = useText(messages);
  return (
    <Button size="small" onClick={onClear}>
      <span className="max-w-52 truncate">{text}</span>
      <X aria-hidden />
      <span className="sr-only">{t('remove')}</span>
    </Button>
  );
}
