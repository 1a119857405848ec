import { useInfiniteQuery } from '@tanstack/react-query';
import { MailPlus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { team, useResend, useRevoke, type Invitation } from './api';
import messages from './messages.en.json';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Confirm } from '@/ui/confirm';
import { DataList, Pager } from '@/ui/data-list';
import { ErrorState } from '@/ui/error-state';
import { Menu } from '@/ui/menu';
import { When } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';

export function Invitations() {
  const t = useText(messages);
  const org = useOrganization();
  const resend = useResend(org.id);
  const revoke = useRevoke(org.id);
  const [revoking, setRevoking] = useState<Invitation | null>(null);
  const list = useInfiniteQuery(team.invitations(org.id));
  const rows = rowsOf(list.data);
  const again = (one: Invitation) => resend.mutate(one.id, { onSuccess: () => toast(t('resent', { email: one.email })) });
  return (
    <section className="space-y-3" aria-label={t('invitations')}>
      <h2 className="text-20 font-semibold">{t('invitations')}</h2>
      {resend.error && <ErrorState inline error={resend.error} />}
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonRows rows={2} />}
      {list.data && rows.length === 0 && <p className="text-ink-muted">{t('noInvitations')}</p>}
      {rows.length > 0 && (
        <DataList
          label={t('invitations')}
          rows={rows}
          id={({ id }) => id}
          name={{ key: 'email', header: t('email'), cell: ({ email }) => email }}
          columns={[
            { key: 'roles', header: t('roles'), cell: ({ roles }) => roles.map((role) => t.of('role', role)).join(', ') },
            { key: 'state', header: t('state'), cell: ({ state }) => t.of('state', state) },
            { key: 'ends', header: t('ends'), cell: ({ expires_at: at }) => <When at={at} /> },
          ]}
          menu={(one) =>
            one.state === 'pending' || one.state === 'expired' ? (
              <Menu
                label={t('actionsFor', { name: one.email })}
                items={[
                  { label: t('resend'), icon: <MailPlus />, onSelect: () => again(one) },
                  { label: t('revoke'), icon: <Trash2 />, danger: true, onSelect: () => setRevoking(one) },
                ]}
              />
            ) : null
          }
        />
      )}
      <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
      <Confirm
        open={revoking !== null}
        onClose={() => setRevoking(null)}
        title={t('revokeTitle', { email: revoking?.email ?? '' })}
        action={t('revoke')}
        danger
        onConfirm={() => (revoking === null ? Promise.resolve() : revoke.mutateAsync(revoking.id))}
      >
        <p>{t('revokeBody')}</p>
      </Confirm>
    </section>
  );
}
