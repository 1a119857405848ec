import { BetweenHorizontalStart, Table, Users } from 'lucide-react';
import type { Event, Person } from './api';
import { PeopleBars } from './people-bars';
import { PeopleTable } from './people-table';
import messages from './messages.en.json';
import type { People } from './use-people';
import { isView, type Shown } from './views';
import { formatWhen, formatZone } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { SkeletonRows } from '@/ui/skeleton';

interface Props {
  event: Event;
  people: People;
  filter: Shown & { view: string };
  clear: () => void;
  setView: (view: 'bars' | 'table') => void;
}

export function PeopleList({ event, people: { rows, error, retry, asOf, more }, filter, clear, setView }: Props) {
  const t = useText(messages);
  if (error && !rows) return <ErrorState error={error} onRetry={retry} />;
  if (!rows) return <SkeletonRows />;
  if (rows.length === 0) return <Nobody filter={filter} clear={clear} />;
  const asTable = filter.view === 'table';
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <p className="text-14 text-ink-muted">
          {event.status === 'live' && asOf > 0 ? t('live', { at: formatWhen(new Date(asOf), event.time_zone, 'exact') }) : t('zone', { zone: formatZone(event.time_zone, event.starts_at) })}
        </p>
        <Button variant="quiet" size="small" onClick={() => setView(asTable ? 'bars' : 'table')}>
          {asTable ? <BetweenHorizontalStart aria-hidden /> : <Table aria-hidden />}
          {t(asTable ? 'asBars' : 'asTable')}
        </Button>
      </div>
      {asTable ? <PeopleTable people={rows} zone={event.time_zone} /> : <PeopleBars people={rows} zone={event.time_zone} />}
      {more ? (
        <Pager hasMore={more.hasMore} busy={more.busy} failed={more.failed} shown={rows.length} onMore={more.load} />
      ) : (
        <Found people={rows} />
      )}
    </div>
  );
}

function Found({ people }: { people: Person[] }) {
  const t = useText(messages);
  return (
    <p aria-live="polite" className="py-4 text-center text-14 text-ink-muted">
      {t('found', { n: people.length })}
    </p>
  );
}

function Nobody({ filter: { status, q, session }, clear }: { filter: Shown; clear: () => void }) {
  const t = useText(messages);
  if (status === 'all' && q === '' && session === '') {
    return (
      <EmptyState icon={Users} title={t('firstTitle')}>
        {t('firstBody')}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t('noneTitle')} action={<Button onClick={clear}>{t('clear')}</Button>}>
      {isView(status) && status !== 'all' && <p>{t('noneStatus', { status: t(`view.${status}`) })}</p>}
      {q !== '' && <p>{t('noneSearch', { q })}</p>}
    </EmptyState>
  );
}
