import * as z from 'zod/mini';
import { useWatch } from 'react-hook-form';
import messages from './messages.en.json';
import { useSaveQuestion } from './questions';
import type { Event, Question } from '@/features/events/api';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Dialog } from '@/ui/dialog';
import { CheckboxField, SelectField, TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

const KINDS = ['text', 'select', 'checkbox'] as const;
const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '');

export function QuestionDialog({ event, question, onClose }: { event: Event; question: Question | null; onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const save = useSaveQuestion(org.id, event.id);
  const schema = z
    .object({
      label: z.string().check(z.trim(), z.minLength(1, t('questionLabelMissing')), z.maxLength(200)),
      kind: z.enum(KINDS),
      required: z.boolean(),
      options: z.string(),
    })
    .check(z.refine(({ kind, options }) => kind !== 'select' || linesOf(options).length >= 2, { path: ['options'], message: t('questionOptionsMissing') }));
  const form = useAppForm(schema, {
    defaults: {
      label: question?.label ?? '',
      kind: question?.kind ?? 'text',
      required: question?.required ?? false,
      options: question?.options.map(({ label }) => label).join('\n') ?? '',
    },
  });
  const keyOf = (label: string) => question?.options.find((option) => option.label === label)?.key;
  return (
    <Dialog open onClose={onClose} title={question === null ? t('questionAdd') : t('questionEdit')}>
      <Form
        form={form}
        onSubmit={({ label, kind, required, options }) =>
          save
            .mutateAsync({
              question,
              body: { label, kind, required, ...(kind === 'select' && { options: linesOf(options).map((one) => ({ key: keyOf(one), label: one })) }) },
            })
            .then(onClose)
        }
      >
        <TextField name="label" label={t('questionLabel')} autoComplete="off" maxLength={200} />
        <SelectField name="kind" label={t('questionKind')} options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} />
        <Options />
        <CheckboxField name="required" label={t('questionRequired')} />
        <Submit>{t('save')}</Submit>
      </Form>
    </Dialog>
  );
}

function Options() {
  const t = useText(messages);
  const kind = useWatch<{ kind: string }, 'kind'>({ name: 'kind' });
  return kind === 'select' ? <TextAreaField name="options" label={t('questionOptions')} hint={t('questionOptionsHint')} rows={5} /> : null;
}
