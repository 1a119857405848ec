import { useMemo } from 'react';
import * as z from 'zod/mini';
import { useSaveProfile } from './api';
import messages from './messages.en.json';
import { PhotoPanel } from './photo-panel';
import { useAppForm } from '@/lib/form/use-app-form';
import { formatZone } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { useMe, type Me } from '@/lib/session/me';
import { toast } from '@/lib/toasts';
import { Combobox } from '@/ui/combobox';
import { FormField, TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { PageHeader } from '@/ui/page-header';
import { Panel } from '@/ui/panel';
import { SkeletonPage } from '@/ui/skeleton';

/** M17 */
export default function ProfilePage() {
  const t = useText(messages);
  const me = useMe();
  if (!me) return <SkeletonPage />;
  return (
    <div className="max-w-form space-y-6">
      <PageHeader title={t('profile')} lead={t('profile.lead')} />
      <PhotoPanel me={me} />
      <Panel title={t('profile.details')}>
        <ProfileForm key={me.version} me={me} />
      </Panel>
    </div>
  );
}

function ProfileForm({ me }: { me: Me }) {
  const t = useText(messages);
  const save = useSaveProfile(me.version);
  const schema = useMemo(
    () =>
      z.object({
        full_name: z.string().check(z.refine((name) => name.trim() !== '', t('name.missing'))),
        professional_title: z.string(),
        employer: z.string(),
        bio: z.string(),
        time_zone: z.string(),
      }),
    [t],
  );
  const form = useAppForm(schema, {
    defaults: {
      full_name: me.full_name,
      professional_title: me.professional_title ?? '',
      employer: me.employer ?? '',
      bio: me.bio ?? '',
      time_zone: me.time_zone,
    },
  });
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: formatZone(zone), hint: zone })), []);
  return (
    <Form
      form={form}
      onSubmit={async (values) => {
        await save.mutateAsync({
          full_name: values.full_name.trim(),
          professional_title: textOrNull(values.professional_title),
          employer: textOrNull(values.employer),
          bio: textOrNull(values.bio),
          time_zone: values.time_zone,
        });
        toast(t('profile.saved'));
      }}
    >
      <TextField name="full_name" label={t('name')} hint={t('name.hint')} autoComplete="name" maxLength={200} dir="auto" />
      <TextField name="professional_title" label={t('title')} optional autoComplete="organization-title" maxLength={200} />
      <TextField name="employer" label={t('employer')} optional autoComplete="organization" maxLength={200} />
      <TextAreaField name="bio" label={t('bio')} hint={t('bio.hint')} optional maxLength={2000} counter />
      <FormField<string> name="time_zone" label={t('zone')} hint={t('zone.hint')}>
        {(control) => <Combobox {...control} options={zones} />}
      </FormField>
      <Submit>{t('save')}</Submit>
    </Form>
  );
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
