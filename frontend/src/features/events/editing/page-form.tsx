import * as z from 'zod/mini';
import messages from './messages.en.json';
import { LostUpdate, TellConfirm } from './save-dialogs';
import { useSave } from './use-save';
import type { UpdateEvent, Event } from '@/features/events/api';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

const schema = z.object({
  summary: z.string().check(z.maxLength(500)),
  description: z.string().check(z.maxLength(20_000)),
  objectives: z.string(),
  level: z.string().check(z.maxLength(100)),
  prerequisites: z.string().check(z.maxLength(2000)),
  languages: z.string(),
  support_statement: z.string().check(z.maxLength(2000)),
});
type Page = z.infer<typeof schema>;

const pageOf = (event: Event): Page => ({
  summary: event.summary ?? '',
  description: event.description ?? '',
  objectives: event.objectives.join('\n'),
  level: event.level ?? '',
  prerequisites: event.prerequisites ?? '',
  languages: event.languages.join(', '),
  support_statement: event.support_statement ?? '',
});

const LISTS = { objectives: /\n/, languages: /[\s,;]+/ } as const;

function changesOf(values: Page, event: Event): UpdateEvent {
  const before = pageOf(event);
  const changed = (Object.keys(values) as (keyof Page)[]).filter((key) => values[key] !== before[key]);
  return Object.fromEntries(
    changed.map((key): [string, string | string[] | null] => {
      const text = values[key].trim();
      if (key in LISTS) return [key, text.split(LISTS[key as keyof typeof LISTS]).map((one) => one.trim()).filter((one) => one !== '')];
      return [key, text === '' ? null : text];
    }),
  );
}

/** What the public page says. */
export function PageForm({ event }: { event: Event }) {
  const t = useText(messages);
  const org = useOrganization();
  const form = useAppForm(schema, { defaults: pageOf(event), draft: `page:${event.id}` });
  const saving = useSave(org.id, event, () => toast(t('saved')));
  const submit = async (values: Page) => {
    const body = changesOf(values, event);
    if (Object.keys(body).length === 0) {
      toast(t('noChange'), { tone: 'info' });
      return;
    }
    await saving.save(body);
  };
  return (
    <>
      <Form form={form} onSubmit={submit}>
        <LostUpdate saving={saving} event={event} onTheirs={() => form.reset(pageOf(event))} />
        <TextAreaField name="summary" label={t('summary')} hint={t('summaryHint')} optional maxLength={500} counter rows={2} />
        <TextAreaField name="description" label={t('description')} hint={t('descriptionHint')} optional rows={10} />
        <TextAreaField name="objectives" label={t('objectives')} hint={t('objectivesHint')} optional rows={4} />
        <TextField name="level" label={t('level')} optional autoComplete="off" />
        <TextAreaField name="prerequisites" label={t('prerequisites')} optional rows={2} />
        <TextField name="languages" label={t('languages')} hint={t('languagesHint')} optional autoComplete="off" />
        <TextAreaField name="support_statement" label={t('support')} hint={t('supportHint')} optional rows={2} />
        <Submit>{t('save')}</Submit>
      </Form>
      <TellConfirm saving={saving} event={event} />
    </>
  );
}
