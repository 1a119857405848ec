import { CheckboxField, SelectField, TextAreaField, TextField } from './fields';
import messages from './messages.en.json';
import type { Asked } from '@/lib/form/answers';
import { useText } from '@/lib/i18n/use-text';

const LINE = 200;

/** The organizer's questions; each answer is `<name>.<id>` of the form around them. */
export function QuestionFields({ questions, name }: { questions: Asked[]; name: string }) {
  return questions.map((question) => <QuestionField key={question.id} question={question} name={`${name}.${question.id}`} />);
}

function QuestionField({ question: { kind, label, help, required, options, max }, name }: { question: Asked; name: string }) {
  const t = useText(messages);
  const common = { name, label, hint: help ?? undefined };
  if (kind === 'checkbox') return <CheckboxField {...common} />;
  if (kind === 'select') {
    const choices = options.map(({ key, label: shown }) => ({ value: key, label: shown }));
    return (
      <SelectField
        {...common}
        optional={!required}
        placeholder={required ? t('choose') : undefined}
        options={required ? choices : [{ value: '', label: t('noAnswer') }, ...choices]}
      />
    );
  }
  if (max != null && max > LINE) return <TextAreaField {...common} optional={!required} maxLength={max} counter />;
  return <TextField {...common} optional={!required} maxLength={max ?? LINE} autoComplete="off" />;
}
