import { useMemo } from 'react';
import * as z from 'zod/mini';
import { useSaveOrganization, type Organization } from './api';
import { nameOf, prefixOf, slugOf } from './checks';
import { countryOptions, NO_COUNTRY } from '@/lib/format/countries';
import messages from './messages.en.json';
import { changed, useFollow } from './section';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Combobox } from '@/ui/combobox';
import { FormField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { ZoneSelect } from '@/ui/zoned-date-time';

const valuesOf = (of: Organization) => ({
  name: of.name,
  slug: of.slug,
  time_zone: of.time_zone,
  country: of.country ?? NO_COUNTRY,
  certificate_prefix: of.certificate_prefix,
});

/** What it is called and where it is at home. */
export function IdentityForm({ organization }: { organization: Organization }) {
  const t = useText(messages);
  const save = useSaveOrganization(organization.id);
  const saved = valuesOf(organization);
  const schema = z.object({
    name: nameOf(t('name.wrong')),
    slug: slugOf(t('slug.wrong')),
    time_zone: z.string(),
    country: z.string(),
    certificate_prefix: prefixOf(t('prefix.wrong')),
  });
  const form = useAppForm(schema, { defaults: saved });
  useFollow(form, saved);
  const countries = useMemo(() => countryOptions(t('country.none')), [t]);
  return (
    <Form
      form={form}
      onSubmit={async (typed) => {
        const change = changed(saved, typed);
        if (change.country === NO_COUNTRY) change.country = null;
        await save.mutateAsync({ change, version: organization.version });
        toast(t('saved'));
      }}
    >
      <TextField name="name" label={t('name')} hint={t('name.hint')} autoComplete="organization" maxLength={120} dir="auto" />
      <TextField name="slug" label={t('slug')} hint={t('slug.hint')} prefix="/" autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={60} />
      <FormField<string> name="time_zone" label={t('zone')} hint={t('zone.hint')}>
        {(control) => <ZoneSelect {...control} />}
      </FormField>
      <FormField<string> name="country" label={t('country')}>
        {(control) => <Combobox {...control} options={countries} />}
      </FormField>
      <TextField name="certificate_prefix" label={t('prefix')} hint={t('prefix.hint')} autoComplete="off" maxLength={8} className="max-w-40 uppercase" />
      <Submit>{t('save')}</Submit>
    </Form>
  );
}
