import { useInfiniteQuery } from '@tanstack/react-query';
import messages from './messages.en.json';
import { events, type Event } from '@/features/events/api';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Pager } from '@/ui/data-list';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';
import { Timeline } from '@/ui/timeline';

export function History({ event }: { event: Event }) {
  const t = useText(messages);
  const org = useOrganization();
  const history = useInfiniteQuery(events.history(org.id, event.id));
  const steps = rowsOf(history.data);
  return (
    <Panel title={t('history')}>
      {history.isPending && <Skeleton className="h-24" />}
      {history.error && !history.data && <ErrorState inline error={history.error} onRetry={() => void history.refetch()} />}
      {steps.length > 0 && (
        <Timeline
          label={t('history')}
          zone={event.time_zone}
          entries={steps.map(({ id, at, from_status: from, to_status: to, actor, reason }) => ({
            id,
            at,
            title: from == null ? t('history.made') : t.of('history', to),
            actor: actor?.name ?? t('history.byItself'),
            detail: reason ?? undefined,
          }))}
        />
      )}
      {history.hasNextPage && <Pager hasMore busy={history.isFetchingNextPage} shown={steps.length} onMore={() => void history.fetchNextPage()} />}
    </Panel>
  );
}
