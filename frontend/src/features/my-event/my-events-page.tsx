import { useInfiniteQuery, type QueryClient } from '@tanstack/react-query';
import { Ticket } from 'lucide-react';
import { myEvents } from './api';
import { MyEventRow } from './my-event-row';
import messages from './messages.en.json';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useUrlState } from '@/lib/url-state';
import { cn } from '@/ui/cn';
import { Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { SkeletonRows } from '@/ui/skeleton';
import { AppLink, ButtonLink, TextLink } from '@/ui/text-link';

export function prefetch(client: QueryClient): void {
  client.infiniteQuery(myEvents.list('upcoming')).catch(() => undefined);
}

/** M2: one's places, coming and past. */
export default function MyEventsPage() {
  const t = useText(messages);
  const [{ when }] = useUrlState({ when: 'upcoming' });
  const past = when === 'past';
  const list = useInfiniteQuery(myEvents.list(past ? 'past' : 'upcoming'));
  const rows = rowsOf(list.data);
  return (
    <div className="max-w-4xl space-y-6">
      <PageHeader title={t('mine.title')} actions={<ButtonLink to={paths.events()}>{t('mine.find')}</ButtonLink>} />
      <nav aria-label={t('mine.when')} className="flex gap-1 border-b border-line">
        <Tab to={paths.myEvents()} current={!past}>
          {t('mine.upcoming')}
        </Tab>
        <Tab to={paths.myEvents(null, { when: 'past' })} current={past}>
          {t('mine.past')}
        </Tab>
      </nav>
      {list.isPending && <SkeletonRows rows={3} />}
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && (
        <EmptyState
          icon={Ticket}
          title={past ? t('mine.nonePast') : t('mine.none')}
          action={<ButtonLink to={paths.events()}>{t('mine.find')}</ButtonLink>}
        >
          {t.rich('mine.noneBody', { link: (inner) => <TextLink to={paths.mySecurity()}>{inner}</TextLink> })}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <ul className="divide-y divide-line rounded-control border border-line bg-surface shadow-raised">
          {rows.map((row) => (
            <MyEventRow key={row.id} row={row} />
          ))}
        </ul>
      )}
      <Pager
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        failed={list.isFetchNextPageError}
        onMore={() => void list.fetchNextPage()}
        shown={rows.length}
      />
    </div>
  );
}

function Tab({ to, current, children }: { to: string; current: boolean; children: string }) {
  return (
    <AppLink
      to={to}
      aria-current={current ? 'page' : undefined}
      className={cn(
        '-mb-px inline-flex h-11 items-center border-b-2 px-3 font-semibold no-underline',
        current ? 'border-accent text-accent' : 'border-transparent text-ink-muted hover:text-ink',
      )}
    >
      {children}
    </AppLink>
  );
}
