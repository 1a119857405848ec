import { useQuery, type QueryClient } from '@tanstack/react-query';
import { ListOrdered, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Params } from 'react-router';
import messages from './messages.en.json';
import { SessionDialog } from './session-dialog';
import { SessionRow } from './session-row';
import { useOrderSessions } from './sessions';
import { events, type Session } from '@/features/events/api';
import { useEvent } from '@/features/events/use-event';
import { prefetchWith } from '@/lib/http/prefetch';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageTitle } from '@/ui/page-header';
import { Panel } from '@/ui/panel';
import { SkeletonRows } from '@/ui/skeleton';

export function prefetch(client: QueryClient, { orgId = '', eventId = '' }: Params): void {
  prefetchWith(client, events.sessions(orgId, eventId));
}

/** E7: the programme with its breaks, in the order of the public page. */
export default function SessionsPage() {
  const t = useText(messages);
  const { org, event, eventId } = useEvent();
  const query = useQuery(events.sessions(org.id, eventId));
  const order = useOrderSessions(org.id, eventId);
  const [editing, setEditing] = useState<Session | 'new' | null>(null);
  if (!event) return null;
  if (query.error && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows rows={3} />;
  const sessions = query.data.data;
  const locked = event.status === 'closed' || event.status === 'cancelled';
  const editable = org.can('manage-events') && !locked;
  const move = (from: number, to: number) => {
    const next = sessions.filter((_, at) => at !== from);
    next.splice(to, 0, ...sessions.slice(from, from + 1));
    order.mutate(next, { onError: (error) => toast(isProblem(error) ? error.message : '', { tone: 'danger' }) });
  };
  return (
    <div className="space-y-6">
      <PageTitle title={`${event.title}, ${t('sessions')}`} />
      {locked && <Banner>{t('locked')}</Banner>}
      <Panel
        title={t('sessions')}
        description={sessions.length > 1 ? t('hint') : t('oneHint')}
        actions={
          editable && (
            <Button size="small" onClick={() => setEditing('new')}>
              <Plus aria-hidden />
              {t('add')}
            </Button>
          )
        }
      >
        {sessions.length === 0 && <EmptyState icon={ListOrdered} title={t('noneTitle')} />}
        <ol className="-my-4 divide-y divide-line">
          {sessions.map((session, at) => (
            <SessionRow
              key={session.id}
              session={session}
              event={event}
              editable={editable}
              onEdit={() => setEditing(session)}
              onUp={at > 0 ? () => move(at, at - 1) : undefined}
              onDown={at < sessions.length - 1 ? () => move(at, at + 1) : undefined}
              only={sessions.length === 1}
            />
          ))}
        </ol>
      </Panel>
      {editing !== null && <SessionDialog event={event} session={editing === 'new' ? null : editing} last={sessions.at(-1)} onClose={() => setEditing(null)} />}
    </div>
  );
}
