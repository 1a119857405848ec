import { useMemo } from 'react';
import * as z from 'zod/mini';
import { useEdit, type Holder, type Personal } from './api';
import messages from './messages.en.json';
import { givenAnswers, type Answers } from '@/lib/form/answers';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { RadioField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { QuestionFields } from '@/ui/form/question-fields';
import { Submit } from '@/ui/form/submit';

interface Props {
  holder: Holder;
  personal: Personal;
  onClose: () => void;
}

interface Details {
  full_name: string;
  professional_title: string;
  organization_name: string;
  name_shown: string;
  answers: Answers;
}

export function EditDetails({ holder, personal, onClose }: Props) {
  const t = useText(messages);
  const { registration: place, questions } = personal;
  const edit = useEdit(holder, place);
  const schema = useMemo(
    () =>
      z.object({
        full_name: z.string().check(z.refine((name) => name.trim() !== '', t('name.missing'))),
        professional_title: z.string(),
        organization_name: z.string(),
        name_shown: z.string(),
        answers: z.record(z.string(), z.union([z.string(), z.boolean()])),
      }),
    [t],
  );
  const form = useAppForm<Details, Details>(schema, {
    defaults: {
      full_name: place.full_name ?? '',
      professional_title: place.professional_title ?? '',
      organization_name: place.organization_name ?? '',
      name_shown: place.name_shown,
      answers: Object.fromEntries(questions.map((question) => [question.id, answerOf(place, question)])),
    },
  });
  const save = async (values: Details) => {
    await edit.mutateAsync({
      full_name: values.full_name.trim(),
      professional_title: textOrNull(values.professional_title),
      organization_name: textOrNull(values.organization_name),
      name_shown: values.name_shown as Personal['registration']['name_shown'],
      ...(questions.length > 0 && { answers: givenAnswers(values.answers) }),
    });
    toast(t('details.saved'));
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t('details.title')} size="medium">
      <Form form={form} onSubmit={save}>
        <TextField name="full_name" label={t('name')} hint={t('name.hint')} autoComplete="name" maxLength={200} dir="auto" />
        <TextField name="professional_title" label={t('profession')} optional autoComplete="organization-title" maxLength={200} />
        <TextField name="organization_name" label={t('employer')} optional autoComplete="organization" maxLength={200} />
        <QuestionFields questions={questions} name="answers" />
        <RadioField
          name="name_shown"
          label={t('shown')}
          choices={(['full', 'initials', 'hidden'] as const).map((value) => ({ value, label: t(`shown.${value}`) }))}
        />
        <Submit>{t('details.save')}</Submit>
      </Form>
    </Dialog>
  );
}

function answerOf({ answers }: Personal['registration'], { id, kind }: Personal['questions'][number]): string | boolean {
  const value = answers.find((answer) => answer.question_id === id)?.value;
  if (kind === 'checkbox') return value === true;
  return typeof value === 'string' ? value : '';
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
