import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Field } from '@/ui/field';
import { Select } from '@/ui/select';
import { TextInput } from '@/ui/text-input';

interface Days {
  from: string;
  to: string;
}

interface Props {
  /** Of what one is chosen; the first option stands for all of them. */
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChoice: (value: string) => void;
  days: Days;
  onDays: (change: Partial<Days>) => void;
}

/** What a list of money is narrowed by: one of a kind, and a span of days. */
export function ChoiceAndDays({ label, value, options, onChoice, days, onDays }: Props) {
  const t = useText(messages);
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field label={label} filter>
        {(control) => <Select {...control} value={value} onChange={({ target }) => onChoice(target.value)} options={options} />}
      </Field>
      {(['from', 'to'] as const).map((name) => (
        <Field key={name} label={t(name)} filter>
          {(control) => <TextInput {...control} type="date" value={days[name]} onChange={({ target }) => onDays({ [name]: target.value })} />}
        </Field>
      ))}
    </div>
  );
}
