import { useQuery, type QueryClient } from '@tanstack/react-query';
import { BadgeCheck } from 'lucide-react';
import type { Params } from 'react-router';
import { organizations, type Organization } from './api';
import { ClosePanel } from './close-panel';
import { ConvertPanel } from './convert-panel';
import { IdentityForm } from './identity-form';
import { LogoPanel } from './logo-panel';
import messages from './messages.en.json';
import { ProfileForm } from './profile-form';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { Panel } from '@/ui/panel';
import { SkeletonPage } from '@/ui/skeleton';
import { Pill } from '@/ui/states/status-pill';
import { TextLink } from '@/ui/text-link';

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  prefetchWith(client, organizations.current(orgId));
}

/** O21 and the logo of O22: who the organization is, inside and on its public page. */
export default function SettingsPage() {
  const t = useText(messages);
  const org = useOrganization();
  const query = useQuery(organizations.current(org.id));
  if (query.error && !query.data) return <ErrorState page error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className="max-w-form space-y-6">
      <PageHeader title={t('settings')} lead={t('settings.lead')} badge={query.data?.verified === true && <Pill icon={BadgeCheck} tone="success" label={t('verified')} />} />
      {query.data ? <Settings organization={query.data} /> : <SkeletonPage />}
    </div>
  );
}

function Settings({ organization }: { organization: Organization }) {
  const t = useText(messages);
  const org = useOrganization();
  const seen = organization.public && <TextLink to={paths.organization({ slug: organization.slug })}>{t('public.open')}</TextLink>;
  const owns = org.can('own-organization');
  // It can only be looked at (OR-18): its page and its members say how it stands.
  if (organization.closes_at != null) return owns && <ClosePanel />;
  return (
    <>
      <Panel title={t('identity')}>
        <IdentityForm organization={organization} />
      </Panel>
      <LogoPanel organization={organization} />
      <Panel title={t('public')} description={t('public.hint')} actions={seen}>
        <ProfileForm organization={organization} />
      </Panel>
      {organization.kind === 'personal' && owns && <ConvertPanel organization={organization} />}
      {owns && <ClosePanel />}
    </>
  );
}
