import * as z from 'zod/mini';
import { useSaveOrganization, type Organization } from './api';
import { addressOf, emailOf, linksOf, phoneOf, toLinks } from './checks';
import messages from './messages.en.json';
import { changed, useFollow } from './section';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { CheckboxField, TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

const valuesOf = (of: Organization) => ({
  public: of.public,
  description: of.description ?? '',
  website: of.website ?? '',
  links: of.links.join('\n'),
  contact_address: of.contact_address ?? '',
  contact_phone: of.contact_phone ?? '',
});

/** What everybody may read: only what is entered here is shown (OR-13). */
export function ProfileForm({ organization }: { organization: Organization }) {
  const t = useText(messages);
  const save = useSaveOrganization(organization.id);
  const saved = valuesOf(organization);
  const schema = z.object({
    public: z.boolean(),
    description: z.string(),
    website: addressOf(t('website.wrong')),
    links: linksOf(t('links.wrong')),
    contact_address: emailOf(t('contact.wrong')),
    contact_phone: phoneOf(t('phone.wrong')),
  });
  const form = useAppForm(schema, { defaults: saved });
  useFollow(form, saved);
  return (
    <Form
      form={form}
      onSubmit={async (typed) => {
        const change = changed(saved, typed);
        if ('links' in change) change.links = toLinks(typed.links);
        await save.mutateAsync({ change, version: organization.version });
        toast(t('saved'));
      }}
    >
      <CheckboxField name="public" label={t('public.show')} hint={t('public.showHint')} />
      <TextAreaField name="description" label={t('description')} optional maxLength={2000} counter dir="auto" />
      <TextField name="website" type="url" inputMode="url" label={t('website')} optional autoComplete="url" maxLength={500} placeholder="https://" />
      <TextAreaField name="links" label={t('links')} hint={t('links.hint')} optional rows={3} />
      <TextField name="contact_address" type="email" inputMode="email" label={t('contact')} hint={t('contact.hint')} optional autoComplete="off" maxLength={254} />
      <TextField name="contact_phone" type="tel" inputMode="tel" label={t('phone')} optional autoComplete="off" maxLength={20} />
      <Submit>{t('save')}</Submit>
    </Form>
  );
}
