import { useInfiniteQuery } from '@tanstack/react-query';
import { Crown, LogOut, Pencil, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { team, useLeave, useRemoveMember, type Member } from './api';
import messages from './messages.en.json';
import { OfferOwnership } from './ownership';
import { isScoped } from './roles';
import { RolesDialog } from './roles-dialog';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Confirm } from '@/ui/confirm';
import { DataList, Pager } from '@/ui/data-list';
import { ErrorState } from '@/ui/error-state';
import { Menu, type MenuItem } from '@/ui/menu';
import { CalendarDate } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';

type Act = { kind: 'roles' | 'own' | 'remove' | 'leave'; member: Member };

export function Members() {
  const t = useText(messages);
  const org = useOrganization();
  const [act, setAct] = useState<Act | null>(null);
  const list = useInfiniteQuery(team.members(org.id));
  const rows = rowsOf(list.data);
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonRows rows={3} />;
  return (
    <section className="space-y-3" aria-label={t('members')}>
      <h2 className="text-20 font-semibold">{t('members')}</h2>
      <DataList
        label={t('members')}
        rows={rows}
        id={({ id }) => id}
        name={{ key: 'name', header: t('name'), cell: (one) => (one.is_me ? t('you', { name: one.full_name }) : one.full_name) }}
        columns={[
          { key: 'email', header: t('email'), cell: ({ email }) => email },
          { key: 'roles', header: t('roles'), cell: (one) => <Roles member={one} /> },
          { key: 'since', header: t('since'), wideOnly: true, cell: ({ joined_at: at }) => <CalendarDate date={at.slice(0, 10)} /> },
        ]}
        menu={(member) => {
          const items = actionsOn(member, org.can('own-organization')).map(
            (kind): MenuItem => ({ label: t(ACTIONS[kind].text), icon: ACTIONS[kind].icon, danger: kind === 'remove' || kind === 'leave', onSelect: () => setAct({ kind, member }) }),
          );
          return items.length > 0 && <Menu label={t('actionsFor', { name: member.full_name })} items={items} />;
        }}
      />
      <p className="max-w-prose text-14 text-ink-muted">{t('ownerFixed')}</p>
      <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
      {act?.kind === 'roles' && <RolesDialog key={act.member.id} member={act.member} onClose={() => setAct(null)} />}
      {act?.kind === 'own' && <OfferOwnership member={act.member} onClose={() => setAct(null)} />}
      <Ending act={act} onClose={() => setAct(null)} />
    </section>
  );
}

const ACTIONS = {
  roles: { text: 'changeRoles', icon: <Pencil /> },
  own: { text: 'own', icon: <Crown /> },
  remove: { text: 'remove', icon: <UserMinus /> },
  leave: { text: 'leave', icon: <LogOut /> },
} as const;

/**
 * Nobody changes themself, nobody touches the owner (OR-1), and the rest is as far as one's rights go
 * (OR-2). The owner may offer the own place to an administrator (OR-10).
 */
function actionsOn(member: Member, owns: boolean): Act['kind'][] {
  if (member.is_me) return member.roles.includes('owner') ? [] : ['leave'];
  if (member.grantable.length === 0) return [];
  return owns && member.roles.includes('admin') ? ['roles', 'own', 'remove'] : ['roles', 'remove'];
}

function Roles({ member: { roles, all_events: all, event_ids: events, seat_payer: payer, seat_notice_ends_at: end } }: { member: Member }) {
  const t = useText(messages);
  return (
    <>
      {roles.map((role) => t.of('role', role)).join(', ')}
      {isScoped(roles) && <span className="block text-14 text-ink-muted">{all ? t('scopes.all') : t('scopes.count', { n: events.length })}</span>}
      {payer === 'member' && (
        <span className="block text-14 text-ink-muted">{end == null ? t('seat.member') : t.rich('seat.until', { when: <CalendarDate key="w" date={end.slice(0, 10)} /> })}</span>
      )}
    </>
  );
}

function Ending({ act, onClose }: { act: Act | null; onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const navigate = useNavigate();
  const remove = useRemoveMember(org.id);
  const leave = useLeave();
  const leaving = act?.kind === 'leave';
  const name = act?.member.full_name ?? '';
  const confirm = async () => {
    if (leaving) {
      await leave.mutateAsync(org.id);
      toast(t('left', { organization: org.name }));
      await navigate(paths.myOrganizations());
    } else if (act) {
      await remove.mutateAsync(act.member.id);
      toast(t('removed', { name }));
    }
  };
  return (
    <Confirm
      danger
      open={act?.kind === 'remove' || act?.kind === 'leave'}
      onClose={onClose}
      title={leaving ? t('leaveTitle', { organization: org.name }) : t('removeTitle', { name })}
      action={t(leaving ? 'leave' : 'remove')}
      onConfirm={confirm}
    >
      <p>{leaving ? t('leaveBody') : t('removeBody', { organization: org.name })}</p>
    </Confirm>
  );
}
