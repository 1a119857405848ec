import { useInfiniteQuery, useQuery, type QueryClient } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { useDeferredValue, useEffect } from 'react';
import { useOutletContext, useSearchParams, type Params } from 'react-router';
import { registrations, type Filter } from './api';
import { DeskActions } from './desk-actions';
import messages from './messages.en.json';
import { RegistrationRows } from './registration-rows';
import { RequestList } from './requests/request-list';
import requests from '@/features/registrations/requests/messages.en.json';
import { StateTabs } from './state-tabs';
import { useDesk, type PersonOutlet } from './use-desk';
import { prefetchWith } from '@/lib/http/prefetch';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageTitle } from '@/ui/page-header';
import { SearchInput } from '@/ui/search-input';
import { Select } from '@/ui/select';
import { SkeletonRows } from '@/ui/skeleton';

const NONE = { q: '', status: 'confirmed', presence: 'any' };
type Shown = typeof NONE;
const PRESENCE = ['any', 'pending', 'met', 'not_met', 'excused'] as const;

const filterOf = ({ q, status, presence }: Shown): Filter => ({
  q: q === '' ? undefined : q,
  status: status === 'all' ? undefined : status,
  presence: presence === 'any' ? undefined : presence,
});

export function prefetch(client: QueryClient, { orgId = '', eventId = '' }: Params): void {
  prefetchWith(client, registrations.counts(orgId, eventId));
}

/** E2: who is registered. */
export default function RegistrationsPage() {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const [filter, setFilter] = useUrlState(NONE);
  const counts = useQuery(registrations.counts(org.id, eventId));
  return (
    <div className="space-y-4">
      <PageTitle title={t('title')} />
      <StateTabs counts={counts.data} status={filter.status} />
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <SearchInput label={t('search')} value={filter.q} onSearch={(q) => setFilter({ q })} />
        </div>
        {filter.status !== 'requested' && (
          <div className="w-44 max-w-full">
            <Select
              aria-label={t('presence')}
              value={filter.presence}
              options={PRESENCE.map((value) => ({ value, label: t(`presence.${value}`) }))}
              onChange={({ target }) => setFilter({ presence: target.value })}
            />
          </div>
        )}
        <DeskActions filter={filterOf(filter)} />
      </div>
      <List filter={filter} clear={() => setFilter(NONE)} />
    </div>
  );
}

function List({ filter, clear }: { filter: Shown; clear: () => void }) {
  const t = useText(messages);
  const of = useText(requests);
  const { org, eventId } = useDesk();
  const [params] = useSearchParams();
  const asked = useDeferredValue(filter);
  const list = useInfiniteQuery({ ...registrations.list(org.id, eventId, filterOf(asked)), placeholderData: (before) => before });
  const outlet = useOutletContext<PersonOutlet | undefined>();
  const rows = rowsOf(list.data);
  const order = rows.map(({ id }) => id).join();
  useEffect(() => outlet?.show(order === '' ? [] : order.split(',')), [outlet, order]);
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonRows />;
  if (rows.length > 0) {
    return (
      <>
        {filter.status === 'requested' ? <RequestList rows={rows} params={params} /> : <RegistrationRows rows={rows} params={params} />}
        <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
      </>
    );
  }
  if (filter.q === '' && filter.status === 'requested') {
    return (
      <EmptyState icon={Users} title={of('noneTitle')}>
        {of('noneBody')}
      </EmptyState>
    );
  }
  if (filter.q === '' && filter.presence === 'any' && filter.status === 'confirmed') {
    return (
      <EmptyState icon={Users} title={t('firstTitle')}>
        {t('firstBody')}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t('noneTitle')} action={<Button onClick={clear}>{t('clear')}</Button>}>
      <p>{t('noneStatus', { status: t.of('tab', filter.status) })}</p>
      {filter.q !== '' && <p>{t('noneSearch', { q: filter.q })}</p>}
      {filter.presence !== 'any' && <p>{t('nonePresence', { presence: t.of('presence', filter.presence) })}</p>}
    </EmptyState>
  );
}
