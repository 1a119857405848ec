import { useInfiniteQuery } from '@tanstack/react-query';
import { CircleCheck, CircleSlash, CircleX, Clock, Hourglass, MailPlus, Trash2, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { team, useResend, useRevoke, type Invitation, type InvitationFilter } from './api';
import messages from './messages.en.json';
import { takesSeat } from './roles';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { useUrlState } from '@/lib/url-state';
import { Confirm } from '@/ui/confirm';
import { DataList, Pager } from '@/ui/data-list';
import { ErrorState } from '@/ui/error-state';
import { Menu } from '@/ui/menu';
import { When } from '@/ui/quantities';
import { Select } from '@/ui/select';
import { SkeletonRows } from '@/ui/skeleton';
import { Pill } from '@/ui/states/status-pill';

const LOOK: Record<string, [LucideIcon, 'info' | 'success' | 'neutral' | 'warning']> = {
  pending: [Hourglass, 'info'],
  accepted: [CircleCheck, 'success'],
  declined: [CircleX, 'neutral'],
  revoked: [CircleSlash, 'neutral'],
  expired: [Clock, 'warning'],
};

export function Invitations() {
  const t = useText(messages);
  const org = useOrganization();
  const [filter, setFilter] = useUrlState({ invitations: 'pending' });
  const show: InvitationFilter = filter.invitations === 'all' ? 'all' : 'pending';
  const list = useInfiniteQuery(team.invitations(org.id, show));
  const rows = rowsOf(list.data);
  return (
    <section className="space-y-3" aria-label={t('invitations')}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-20 font-semibold">{t('invitations')}</h2>
        <Select
          className="w-64"
          aria-label={t('show')}
          value={show}
          onChange={({ target }) => setFilter({ invitations: target.value })}
          options={[{ value: 'pending', label: t('show.pending') }, { value: 'all', label: t('show.all') }]}
        />
      </div>
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonRows rows={2} />}
      {list.data && rows.length === 0 && <p className="text-ink-muted">{t(show === 'all' ? 'neverInvited' : 'noInvitations')}</p>}
      {rows.length > 0 && <Rows rows={rows} />}
      <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
    </section>
  );
}

function Rows({ rows }: { rows: Invitation[] }) {
  const t = useText(messages);
  const org = useOrganization();
  const resend = useResend(org.id);
  const revoke = useRevoke(org.id);
  const [revoking, setRevoking] = useState<Invitation | null>(null);
  const again = (one: Invitation) => resend.mutate(one.id, { onSuccess: () => toast(t('resent', { email: one.email })) });
  return (
    <>
      {resend.error && <ErrorState inline error={resend.error} />}
      <DataList
        label={t('invitations')}
        rows={rows}
        id={({ id }) => id}
        name={{ key: 'email', header: t('email'), cell: (one) => <Invited invitation={one} /> }}
        columns={[
          { key: 'state', header: t('state'), cell: ({ state }) => <State state={state} /> },
          { key: 'ends', header: t('ends'), cell: ({ expires_at: at }) => <When at={at} style="date" /> },
          { key: 'sent', header: t('sent'), cell: (one) => t.rich('sentTimes', { n: one.sent_count, when: <When key="w" at={one.last_sent_at} style="date" /> }) },
        ]}
        menu={(one) =>
          (one.state === 'pending' || one.state === 'expired') && (
            <Menu
              label={t('actionsFor', { name: one.email })}
              items={[
                { label: t('resend'), icon: <MailPlus />, onSelect: () => again(one) },
                { label: t('revoke'), icon: <Trash2 />, danger: true, onSelect: () => setRevoking(one) },
              ]}
            />
          )
        }
      />
      <Confirm
        danger
        open={revoking !== null}
        onClose={() => setRevoking(null)}
        title={t('revokeTitle', { email: revoking?.email ?? '' })}
        action={t('revoke')}
        onConfirm={async () => {
          if (revoking === null) return;
          await revoke.mutateAsync(revoking.id);
          toast(t('revoked', { email: revoking.email }));
        }}
      >
        <p>{t('revokeBody')}</p>
      </Confirm>
    </>
  );
}

function Invited({ invitation: { email, roles, inviter, seat_payer: payer } }: { invitation: Invitation }) {
  const t = useText(messages);
  return (
    <>
      {email}
      <span className="block text-14 font-normal text-ink-muted">{t('invitedAs', { roles: roles.map((role) => t.of('role', role)).join(', '), inviter })}</span>
      {payer === 'member' && takesSeat(roles) && <span className="block text-14 font-normal text-ink-muted">{t('seat.member')}</span>}
    </>
  );
}

function State({ state }: { state: string }) {
  const t = useText(messages);
  const [icon, tone] = LOOK[state] ?? [Hourglass, 'neutral'];
  return <Pill icon={icon} tone={tone} label={t.of('state', state)} />;
}
