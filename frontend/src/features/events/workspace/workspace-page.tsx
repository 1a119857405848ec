import type { QueryClient } from '@tanstack/react-query';
import { Outlet, useSearchParams, type Params } from 'react-router';
import { DuplicateDialog } from './duplicate-dialog';
import { EventMenu } from './event-menu';
import messages from './messages.en.json';
import { WorkspaceTabs } from './workspace-tabs';
import { events } from '@/features/events/api';
import { MoveDialog } from '@/features/events/moving/move-dialog';
import { useEvent } from '@/features/events/use-event';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { When } from '@/ui/quantities';
import { SkeletonPage } from '@/ui/skeleton';
import { StatusPill } from '@/ui/states/status-pill';

export function prefetch(client: QueryClient, { orgId = '', eventId = '' }: Params): void {
  prefetchWith(client, events.one(orgId, eventId));
}

/** The frame of an event's pages: its name, state and parts; each part is a route below it. */
export default function WorkspacePage() {
  const t = useText(messages);
  const { org, event, query } = useEvent();
  const [params, setParams] = useSearchParams();
  if (query.error && !event) return <ErrorState page error={query.error} onRetry={() => void query.refetch()} />;
  if (!event) return <SkeletonPage />;
  return (
    <div className="space-y-6">
      <PageHeader
        title={event.title}
        badge={<StatusPill kind="event" status={event.status} />}
        back={{ to: paths.orgEvents({ orgId: org.id }), label: t('events') }}
        actions={<EventMenu event={event} />}
      >
        <p className="text-ink-muted">
          <When at={event.starts_at} to={event.ends_at} zone={event.time_zone} first="event" />
        </p>
      </PageHeader>
      <WorkspaceTabs event={event} />
      <Outlet />
      {event.status === 'published' && org.can('manage-events') && <MoveDialog event={event} open={params.has('move')} onClose={() => setParams({}, { replace: true })} />}
      <DuplicateDialog event={event} open={params.has('duplicate')} onClose={() => setParams({}, { replace: true })} />
    </div>
  );
}
