import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { PERSON } from './address';
import { of, type Event } from './api';
import messages from './messages.en.json';
import { useDesk } from './use-desk';
import { VIEWS, type Shown, type View } from './views';
import { useText } from '@/lib/i18n/use-text';
import { cn } from '@/ui/cn';
import { SearchInput } from '@/ui/search-input';
import { Select } from '@/ui/select';

interface Props {
  event: Event;
  filter: Shown;
  setFilter: (change: Partial<Shown>) => void;
  actions: ReactNode;
}

export function Filters({ event, filter, setFilter, actions }: Props) {
  const t = useText(messages);
  const { org } = useDesk();
  const sessions = useQuery(of.sessions(org.id, event.id));
  const running = sessions.data?.data.filter(({ cancelled_at: at }) => at == null) ?? [];
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 basis-56">
          <SearchInput label={t('search')} value={filter.q} onSearch={(q) => setFilter({ q })} />
        </div>
        {running.length > 1 && (
          <div className="w-56 max-w-full">
            <Select
              aria-label={t('session')}
              value={filter.session}
              options={[{ value: '', label: t('allSessions') }, ...running.map(({ id, title }) => ({ value: id, label: title }))]}
              onChange={({ target }) => setFilter({ session: target.value })}
            />
          </div>
        )}
        {actions}
      </div>
      <Views status={filter.status} views={VIEWS.filter((view) => view !== 'present' || event.status === 'live')} />
    </div>
  );
}

function Views({ status, views }: { status: string; views: View[] }) {
  const t = useText(messages);
  const [params] = useSearchParams();
  const to = (view: View) => {
    const next = new URLSearchParams(params);
    next.delete(PERSON);
    if (view === 'all') next.delete('status');
    else next.set('status', view);
    return { search: next.toString() };
  };
  return (
    <nav aria-label={t('views')}>
      <ul className="flex flex-wrap gap-2">
        {views.map((view) => (
          <li key={view}>
            <Link
              replace
              preventScrollReset
              to={to(view)}
              title={view === 'close' || view === 'flagged' ? t(`viewHint.${view}`) : undefined}
              aria-current={view === status ? 'page' : undefined}
              className={cn(
                'inline-flex h-9 items-center rounded-full border px-3 text-14 font-semibold no-underline pointer-coarse:h-11',
                view === status ? 'border-accent bg-accent-soft text-on-accent-soft' : 'border-line bg-surface text-ink-muted hover:border-control hover:text-ink',
              )}
            >
              {t(`view.${view}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
