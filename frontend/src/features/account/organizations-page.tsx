import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { account, useAcceptInvitation, useLeave } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useMe, type Membership } from '@/lib/session/me';
import { toast } from '@/lib/toasts';
import { OrgMark } from '@/ui/avatar';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { Panel } from '@/ui/panel';
import { When } from '@/ui/quantities';
import { SkeletonPage } from '@/ui/skeleton';
import { AppLink, ButtonLink } from '@/ui/text-link';

/** M21 */
export default function OrganizationsPage() {
  const t = useText(messages);
  const me = useMe();
  const [leaving, setLeaving] = useState<Membership | null>(null);
  const leave = useLeave();
  if (!me) return <SkeletonPage />;
  const confirm = async () => {
    await leave.mutateAsync(leaving?.organization_id ?? '');
    toast(t('orgs.left'));
  };
  return (
    <div className="max-w-3xl space-y-6">
      <PageHeader title={t('orgs')} />
      <Invitations />
      {me.memberships.length > 0 && (
        <ul className="divide-y divide-line rounded-control border border-line bg-surface shadow-raised">
          {me.memberships.map((held) => (
            <li key={held.organization_id} className="relative flex flex-wrap items-center gap-4 p-4 hover:bg-sunken/60">
              <OrgMark name={held.name} src={held.logo_url} />
              <div className="min-w-0 flex-1 basis-48">
                <AppLink
                  to={paths.org({ orgId: held.organization_id })}
                  className="font-semibold text-ink no-underline after:absolute after:inset-0 hover:text-accent"
                >
                  {held.name}
                </AppLink>
                <p className="text-14 text-ink-muted">{held.roles.map((role) => t.of('role', role)).join(', ')}</p>
              </div>
              {!held.roles.includes('owner') && (
                <Button size="small" className="relative z-1" onClick={() => setLeaving(held)}>
                  {t('orgs.leave')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <ButtonLink to={paths.newOrganization()}>{t('orgs.new')}</ButtonLink>
      <Confirm
        open={leaving !== null}
        danger
        onClose={() => setLeaving(null)}
        title={t('orgs.leaveTitle', { name: leaving?.name ?? '' })}
        action={t('orgs.leave')}
        onConfirm={confirm}
      >
        <p>{t('orgs.leaveBody')}</p>
      </Confirm>
    </div>
  );
}

function Invitations() {
  const t = useText(messages);
  const navigate = useNavigate();
  const { data } = useQuery(account.invitations);
  const accept = useAcceptInvitation();
  if (!data || data.data.length === 0) return null;
  return (
    <Panel title={t('orgs.invited')}>
      {accept.error && <ErrorState inline error={accept.error} />}
      <ul className="divide-y divide-line">
        {data.data.map(({ id, organization, inviter, roles, expires_at: expires }) => (
          <li key={id} className="flex flex-wrap items-center gap-4 py-3 first:pt-0 last:pb-0">
            <div className="min-w-0 flex-1 basis-56">
              <p className="font-semibold">{organization.name}</p>
              <p className="text-14 text-ink-muted">
                {t.rich('orgs.invitedBy', { inviter, roles: roles.map((role) => t.of('role', role)).join(', '), when: <When key="w" at={expires} /> })}
              </p>
            </div>
            <Button
              variant="primary"
              busy={accept.isPending && accept.variables === id}
              onClick={() => accept.mutate(id, { onSuccess: ({ organization: joined }) => void navigate(paths.org({ orgId: joined.id })) })}
            >
              {t('orgs.accept')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
