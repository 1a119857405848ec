import { Outlet, useMatches, useParams } from 'react-router';
import messages from './messages.en.json';
import type { PageHandle } from '@/app/page-route';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { allows, membership, OrganizationContext, type Permission } from '@/lib/permissions';
import { useMe, type Me, type Membership } from '@/lib/session/me';
import { OrgMark } from '@/ui/avatar';
import { PageHeader } from '@/ui/page-header';
import { SkeletonPage } from '@/ui/skeleton';
import { AppLink, ButtonLink } from '@/ui/text-link';

/** Finds the organization of the address and asks for the right that the page names. */
export function OrganizationGate() {
  const { orgId = '' } = useParams();
  const me = useMe();
  const needs = useMatches().flatMap(({ handle }) => (handle as PageHandle | undefined)?.needs ?? []);
  if (me === undefined) return <SkeletonPage />;
  const held = membership(me, orgId);
  if (held === undefined) return <NotYours me={me} />;
  const missing = needs.find((one) => !allows(held, one));
  if (missing !== undefined) return <Refused permission={missing} organization={held} />;
  return (
    <OrganizationContext value={held}>
      <Outlet key={orgId} />
    </OrganizationContext>
  );
}

function NotYours({ me }: { me: Me }) {
  const t = useText(messages);
  return (
    <div className="max-w-form space-y-6">
      <PageHeader title={t('orgMissing.title')} lead={me.memberships.length > 0 ? t('orgMissing.body') : t('orgMissing.none')} />
      <ul className="grid gap-3">
        {me.memberships.map(({ organization_id: orgId, name, logo_url: logo }) => (
          <li key={orgId}>
            <AppLink
              to={paths.org({ orgId })}
              className="flex items-center gap-3 rounded-control border border-line bg-surface p-4 font-semibold no-underline hover:border-accent"
            >
              <OrgMark name={name} src={logo} />
              {name}
            </AppLink>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Refused({ permission, organization }: { permission: Permission; organization: Membership }) {
  const t = useText(messages);
  const values = { permission: t.of('right', permission), organization: organization.name };
  return (
    <div className="max-w-form space-y-6">
      <PageHeader title={t('refused.title')} lead={t('refused.body', values)} />
      <ButtonLink to={paths.org({ orgId: organization.organization_id })}>{organization.name}</ButtonLink>
    </div>
  );
}
