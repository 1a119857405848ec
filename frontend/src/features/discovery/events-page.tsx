import { useInfiniteQuery, type QueryClient } from '@tanstack/react-query';
import { CalendarSearch } from 'lucide-react';
import { discovery, type Filter } from './api';
import { CardSkeletons, Cards } from './cards';
import { ActiveFilters, EventFilters } from './event-filters';
import messages from './messages.en.json';
import { formatCount } from '@/lib/format/quantity';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useUrlState } from '@/lib/url-state';
import { Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { TextLink } from '@/ui/text-link';

const NOTHING: Filter = { q: '', from: '', to: '', type: '', format: '', language: '', sort: 'soonest' };

export function prefetch(client: QueryClient): void {
  if (globalThis.location.search === '') client.infiniteQuery(discovery.events(NOTHING)).catch(() => undefined);
}

/** P3: search over all public events; the filters are the address. */
export default function EventsPage() {
  const t = useText(messages);
  const [filter, change] = useUrlState({ ...NOTHING });
  const list = useInfiniteQuery(discovery.events(filter));
  const events = rowsOf(list.data);
  const on = (Object.keys(NOTHING) as (keyof Filter)[]).filter((key) => key !== 'sort' && filter[key] !== NOTHING[key]);
  const more = () => void list.fetchNextPage();
  return (
    <div className="page-width space-y-8 py-8 md:py-12">
      <PageHeader title={t('events.title')} lead={t('events.lead')} />
      <EventFilters filter={filter} onChange={change} />
      <ActiveFilters filter={filter} on={on} onChange={change} />
      {list.isPending && <CardSkeletons />}
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && events.length === 0 && <NoMatch filtered={on.length > 0} onClear={() => change(NOTHING)} />}
      {events.length > 0 && (
        <section aria-labelledby="results">
          <h2 id="results" className="sr-only">
            {t('events.results')}
          </h2>
          <p aria-live="polite" className="sr-only">
            {t('events.count', { n: formatCount(events.length) })}
          </p>
          <Cards events={events} />
          <Pager
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            failed={list.isFetchNextPageError}
            onMore={more}
            shown={events.length}
          />
        </section>
      )}
      <p className="text-ink-muted">{t.rich('events.organizers', { link: (inner) => <TextLink to={paths.organizations()}>{inner}</TextLink> })}</p>
    </div>
  );
}

function NoMatch({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const t = useText(messages);
  if (!filtered) return <EmptyState icon={CalendarSearch} title={t('events.none')}>{t('events.noneBody')}</EmptyState>;
  return (
    <EmptyState
      icon={CalendarSearch}
      title={t('events.noMatch')}
      action={
        <button type="button" className="font-semibold text-accent underline" onClick={onClear}>
          {t('filter.clear')}
        </button>
      }
    >
      {t('events.noMatchBody')}
    </EmptyState>
  );
}
