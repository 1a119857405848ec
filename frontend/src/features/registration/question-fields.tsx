import type { Question } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { CheckboxField, SelectField, TextAreaField, TextField } from '@/ui/form/fields';

const LINE = 200;

export function QuestionFields({ questions, n }: { questions: Question[]; n: number }) {
  return questions.map((question) => <QuestionField key={question.id} question={question} n={n} />);
}

function QuestionField({ question: { id, kind, label, help, required, options, max }, n }: { question: Question; n: number }) {
  const t = useText(messages);
  const name = `attendees.${String(n)}.answers.${id}`;
  const hint = help ?? undefined;
  if (kind === 'checkbox') return <CheckboxField name={name} label={label} hint={hint} />;
  if (kind === 'select') {
    const choices = options.map(({ key, label: shown }) => ({ value: key, label: shown }));
    return (
      <SelectField
        name={name}
        label={label}
        hint={hint}
        optional={!required}
        placeholder={required ? t('choose') : undefined}
        options={required ? choices : [{ value: '', label: t('noAnswer') }, ...choices]}
      />
    );
  }
  if (max != null && max > LINE) return <TextAreaField name={name} label={label} hint={hint} optional={!required} maxLength={max} counter />;
  return <TextField name={name} label={label} hint={hint} optional={!required} maxLength={max ?? LINE} autoComplete="off" />;
}
