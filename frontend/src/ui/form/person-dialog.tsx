import { useMemo, type ReactNode } from 'react';
import * as z from 'zod/mini';
import { answersSchema } from './answers-schema';
import { TextField } from './fields';
import { Form } from './form';
import messages from './messages.en.json';
import { QuestionFields } from './question-fields';
import { Submit } from './submit';
import type { Schema } from '@/api/contract';
import { emptyAnswers, givenAnswers, type Answers, type Asked } from '@/lib/form/answers';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { Dialog } from '@/ui/dialog';

interface Values {
  full_name: string;
  email: string;
  answers: Answers;
}

interface Props {
  title: string;
  lead: string;
  action: ReactNode;
  danger?: boolean;
  questions: Asked[];
  onSubmit: (person: Schema<'NewPerson'>) => Promise<unknown>;
  onClose: () => void;
}

/** Who gets a seat that exists already: asked the same as anybody who registers. */
export function PersonDialog({ title, lead, action, danger = false, questions, onSubmit, onClose }: Props) {
  const t = useText(messages);
  const schema = useMemo(
    () =>
      z.object({
        full_name: z.string().check(z.refine((name) => name.trim() !== '', t('person.nameMissing'))),
        email: z.string().check(z.refine((email) => /^\S+@\S+\.\S+$/.test(email.trim()), t('person.emailWrong'))),
        answers: answersSchema(questions, t),
      }),
    [questions, t],
  );
  const form = useAppForm<Values, Values>(schema, { defaults: { full_name: '', email: '', answers: emptyAnswers(questions) } });
  const send = (person: Values) =>
    onSubmit({
      full_name: person.full_name.trim(),
      email: person.email.trim(),
      answers: givenAnswers(person.answers),
    });
  return (
    <Dialog open onClose={onClose} title={title} description={lead} size="medium">
      <Form form={form} onSubmit={send}>
        <TextField name="full_name" label={t('person.name')} hint={t('person.nameHint')} autoComplete="off" maxLength={200} dir="auto" />
        <TextField name="email" label={t('person.email')} hint={t('person.emailHint')} type="email" inputMode="email" autoComplete="off" maxLength={254} />
        <QuestionFields questions={questions} name="answers" />
        <Submit danger={danger}>{action}</Submit>
      </Form>
    </Dialog>
  );
}
