import { Search, X } from 'lucide-react';
import { useState, type SyntheticEvent } from 'react';
import type { Filter } from './api';
import { languageName } from './language-name';
import messages from './messages.en.json';
import { formatDate } from '@/lib/format/time';
import { useText, type Text } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Select } from '@/ui/select';
import { TextInput } from '@/ui/text-input';

const TYPES = ['webinar', 'workshop', 'training', 'lecture', 'conference', 'other'];
const FORMATS = ['online', 'in_person', 'hybrid'];
const LANGUAGES = ['en', 'de', 'fr', 'it', 'es', 'pl'];

interface Props {
  filter: Filter;
  onChange: (change: Partial<Filter>) => void;
}

export function EventFilters({ filter, onChange }: Props) {
  const t = useText(messages);
  return (
    <search className="space-y-4">
      <SearchBox key={filter.q} initial={filter.q} onSearch={(q) => onChange({ q })} />
      <div className="grid grid-cols-2 gap-3 md:grid-cols-3 lg:grid-cols-6">
        <Choice label={t('filter.type')} value={filter.type} values={TYPES} name={(one) => t.of('type', one)} onChange={(type) => onChange({ type })} />
        <Choice
          label={t('filter.format')}
          value={filter.format}
          values={FORMATS}
          name={(one) => t.of('format', one)}
          onChange={(format) => onChange({ format })}
        />
        <Choice label={t('filter.language')} value={filter.language} values={LANGUAGES} name={languageName} onChange={(language) => onChange({ language })} />
        <Day label={t('filter.from')} value={filter.from} onChange={(from) => onChange({ from })} />
        <Day label={t('filter.to')} value={filter.to} onChange={(to) => onChange({ to })} />
        <Field label={t('filter.sort')}>
          {({ id }) => (
            <Select
              id={id}
              value={filter.sort}
              onChange={({ target }) => onChange({ sort: target.value })}
              options={[
                { value: 'soonest', label: t('sort.soonest') },
                { value: 'newest', label: t('sort.newest') },
              ]}
            />
          )}
        </Field>
      </div>
    </search>
  );
}

function SearchBox({ initial, onSearch }: { initial: string; onSearch: (q: string) => void }) {
  const t = useText(messages);
  const [typed, setTyped] = useState(initial);
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    onSearch(typed.trim());
  };
  return (
    <form onSubmit={send} className="flex max-w-form gap-3">
      <div className="min-w-0 flex-1">
        <TextInput
          type="search"
          aria-label={t('filter.q')}
          placeholder={t('filter.qHint')}
          prefix={<Search aria-hidden />}
          maxLength={100}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      </div>
      <Button type="submit" variant="primary">
        {t('filter.search')}
      </Button>
    </form>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  values: string[];
  name: (value: string) => string;
  onChange: (value: string) => void;
}

function Choice({ label, value, values, name, onChange }: ChoiceProps) {
  const t = useText(messages);
  const options = [{ value: '', label: t('filter.any') }, ...values.map((one) => ({ value: one, label: name(one) }))];
  return (
    <Field label={label}>{({ id }) => <Select id={id} value={value} options={options} onChange={({ target }) => onChange(target.value)} />}</Field>
  );
}

function Day({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return <Field label={label}>{({ id }) => <TextInput id={id} type="date" value={value} onChange={({ target }) => onChange(target.value)} />}</Field>;
}

/** Which filters are on, each removable (UX section 2.6). */
export function ActiveFilters({ filter, on, onChange }: Props & { on: (keyof Filter)[] }) {
  const t = useText(messages);
  if (on.length === 0) return null;
  return (
    <ul aria-label={t('filter.on')} className="flex flex-wrap gap-2">
      {on.map((key) => (
        <li key={key}>
          <Button size="small" aria-label={t('filter.remove', { name: shown(key, filter[key], t) })} onClick={() => onChange({ [key]: '' })}>
            {shown(key, filter[key], t)}
            <X aria-hidden />
          </Button>
        </li>
      ))}
    </ul>
  );
}

function shown(key: keyof Filter, value: string, t: Text<keyof typeof messages>): string {
  switch (key) {
    case 'type':
      return t.of('type', value);
    case 'format':
      return t.of('format', value);
    case 'language':
      return languageName(value);
    case 'from':
      return `${t('filter.from')} ${formatDate(value)}`;
    case 'to':
      return `${t('filter.to')} ${formatDate(value)}`;
    default:
      return `“${value}”`;
  }
}
