import { useInfiniteQuery, useQuery, type QueryClient } from '@tanstack/react-query';
import { CalendarDays, Plus } from 'lucide-react';
import { useDeferredValue } from 'react';
import type { Params } from 'react-router';
import messages from './messages.en.json';
import { EventRows } from './event-rows';
import { StatusTabs } from './status-tabs';
import { events, type ListFilter } from '@/features/events/api';
import { prefetchWith } from '@/lib/http/prefetch';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { SearchInput } from '@/ui/search-input';
import { SkeletonRows } from '@/ui/skeleton';
import { ButtonLink } from '@/ui/text-link';

const NONE = { q: '', status: 'all' };

const filterOf = ({ q, status }: typeof NONE): ListFilter => ({
  q: q === '' ? undefined : q,
  status: status === 'all' ? undefined : status,
});

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  prefetchWith(client, events.counts(orgId));
}

/** O2: the events of an organization by status, newest first. */
export default function EventsPage() {
  const t = useText(messages);
  const org = useOrganization();
  const [filter, setFilter] = useUrlState(NONE);
  const counts = useQuery(events.counts(org.id));
  const create = org.can('manage-events') && (
    <ButtonLink variant="primary" to={paths.orgNewEvent({ orgId: org.id })}>
      <Plus aria-hidden />
      {t('new')}
    </ButtonLink>
  );
  const total = counts.data && Object.values(counts.data).reduce((sum, n) => sum + n, 0);
  if (total === 0) {
    return (
      <div className="space-y-6">
        <PageHeader title={t('title')} />
        <EmptyState
          icon={CalendarDays}
          title={t('firstTitle')}
          action={org.can('manage-events') && <ButtonLink variant="primary" to={paths.orgNewEvent({ orgId: org.id })}>{t('firstAction')}</ButtonLink>}
        >
          {t('firstBody')}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="space-y-6">
      <PageHeader title={t('title')} actions={create} />
      <StatusTabs counts={counts.data} status={filter.status} q={filter.q} />
      <SearchInput label={t('search')} value={filter.q} onSearch={(q) => setFilter({ q })} className="max-w-form" />
      <List filter={filter} clear={() => setFilter(NONE)} />
    </div>
  );
}

function List({ filter, clear }: { filter: typeof NONE; clear: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  // The list follows the typing at its own pace and keeps the former rows meanwhile.
  const asked = useDeferredValue(filter);
  const list = useInfiniteQuery({ ...events.list(org.id, filterOf(asked)), placeholderData: (before) => before });
  const rows = rowsOf(list.data);
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonRows />;
  if (rows.length === 0) {
    return (
      <EmptyState title={t('noneTitle')} action={<Button onClick={clear}>{t('clear')}</Button>}>
        {filter.status !== 'all' && <p>{t('noneStatus', { status: t.of('tab', filter.status) })}</p>}
        {filter.q !== '' && <p>{t('noneSearch', { q: filter.q })}</p>}
      </EmptyState>
    );
  }
  return (
    <>
      <EventRows rows={rows} />
      <Pager
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        failed={list.isFetchNextPageError}
        shown={rows.length}
        onMore={() => void list.fetchNextPage()}
      />
    </>
  );
}
