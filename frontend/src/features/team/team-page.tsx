import { useInfiniteQuery } from '@tanstack/react-query';
import { Pencil, UserMinus, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { team, useRemoveMember, type Member } from './api';
import { Invitations } from './invitations';
import { InviteDialog } from './invite-dialog';
import messages from './messages.en.json';
import { RolesDialog } from './roles-dialog';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';
import { DataList, Pager } from '@/ui/data-list';
import { ErrorState } from '@/ui/error-state';
import { Menu } from '@/ui/menu';
import { PageHeader } from '@/ui/page-header';
import { CalendarDate } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';

/** O20: who works here, what each may do, and who is invited. */
export default function TeamPage() {
  const t = useText(messages);
  const [inviting, setInviting] = useState(false);
  return (
    <div className="space-y-8">
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <Button variant="primary" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden />
            {t('invite')}
          </Button>
        }
      />
      <Members />
      <Invitations />
      <InviteDialog open={inviting} onClose={() => setInviting(false)} />
    </div>
  );
}

function Members() {
  const t = useText(messages);
  const org = useOrganization();
  const [changing, setChanging] = useState<Member | null>(null);
  const [removing, setRemoving] = useState<Member | null>(null);
  const remove = useRemoveMember(org.id);
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
          { key: 'roles', header: t('roles'), cell: ({ roles }) => roles.map((role) => t.of('role', role)).join(', ') },
          { key: 'since', header: t('since'), wideOnly: true, cell: ({ joined_at: at }) => <CalendarDate date={at.slice(0, 10)} /> },
        ]}
        menu={(one) =>
          one.is_me ? null : (
            <Menu
              label={t('actionsFor', { name: one.full_name })}
              items={[
                { label: t('changeRoles'), icon: <Pencil />, onSelect: () => setChanging(one) },
                { label: t('remove'), icon: <UserMinus />, danger: true, onSelect: () => setRemoving(one) },
              ]}
            />
          )
        }
      />
      <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
      {changing && <RolesDialog key={changing.id} member={changing} onClose={() => setChanging(null)} />}
      <Confirm
        open={removing !== null}
        onClose={() => setRemoving(null)}
        title={t('removeTitle', { name: removing?.full_name ?? '' })}
        action={t('remove')}
        danger
        onConfirm={async () => {
          if (removing === null) return;
          await remove.mutateAsync(removing);
          toast(t('removed', { name: removing.full_name }));
        }}
      >
        <p>{t('removeBody', { organization: org.name })}</p>
      </Confirm>
    </section>
  );
}
