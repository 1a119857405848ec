import { Building2, User } from 'lucide-react';
import { useNavigate } from 'react-router';
import * as z from 'zod/mini';
import { useCreateOrganization } from './api';
import { nameOf } from './checks';
import messages from './messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { ownZone } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useMe } from '@/lib/session/me';
import { RadioField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { PageHeader } from '@/ui/page-header';
import { SkeletonPage } from '@/ui/skeleton';
import { ButtonLink } from '@/ui/text-link';

/** A team to invite colleagues into, or one's own name to run events under. */
export default function NewOrganizationPage() {
  const t = useText(messages);
  const me = useMe();
  return (
    <div className="max-w-form space-y-6">
      <PageHeader title={t('new')} lead={t('new.lead')} back={{ to: paths.myOrganizations(), label: t('new.back') }} />
      {me ? <NewForm hasPersonal={me.memberships.some(({ kind, roles }) => kind === 'personal' && roles.includes('owner'))} /> : <SkeletonPage />}
    </div>
  );
}

type Kind = 'team' | 'personal';

function NewForm({ hasPersonal }: { hasPersonal: boolean }) {
  const t = useText(messages);
  const navigate = useNavigate();
  const create = useCreateOrganization();
  const schema = z.object({ kind: z.custom<Kind>(), name: nameOf(t('name.wrong')) });
  const form = useAppForm<{ kind: Kind; name: string }, { kind: Kind; name: string }>(schema, { defaults: { kind: 'team', name: '' } });
  return (
    <Form
      form={form}
      onSubmit={async ({ kind, name }) => {
        const made = await create.mutateAsync({ kind, name, time_zone: ownZone() });
        await navigate(paths.org({ orgId: made.id }));
      }}
    >
      {!hasPersonal && (
        <RadioField
          name="kind"
          label={t('kind')}
          look="card"
          choices={[
            { value: 'team', label: t('kind.team'), hint: t('kind.teamHint'), icon: <Building2 /> },
            { value: 'personal', label: t('kind.personal'), hint: t('kind.personalHint'), icon: <User /> },
          ]}
        />
      )}
      <TextField name="name" label={t('name')} hint={t('name.hint')} autoComplete="organization" maxLength={120} dir="auto" />
      <Submit beside={<ButtonLink variant="quiet" to={paths.myOrganizations()}>{t('new.notNow')}</ButtonLink>}>{t('new.create')}</Submit>
    </Form>
  );
}
