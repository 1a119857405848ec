import { Link } from 'react-router';
import messages from './messages.en.json';
import type { EventStatus } from '@/features/events/api';
import { useText } from '@/lib/i18n/use-text';
import { cn } from '@/ui/cn';
import { CountBadge } from '@/ui/count-badge';

const ORDER = ['draft', 'published', 'live', 'completed', 'closed', 'cancelled'] as const;

interface Props {
  counts: Record<EventStatus, number> | undefined;
  status: string;
  q: string;
}

/** The states with their counts; each is an address, so back and a shared link restore it. */
export function StatusTabs({ counts, status, q }: Props) {
  const t = useText(messages);
  const total = counts && ORDER.reduce((sum, one) => sum + counts[one], 0);
  const tabs = [{ key: 'all', count: total }, ...ORDER.map((key) => ({ key, count: counts?.[key] }))];
  return (
    <nav aria-label={t('tabs')} className="border-b border-line">
      <ul className="flex gap-1 overflow-x-auto overscroll-x-contain [scrollbar-width:none]">
        {tabs.map(({ key, count }) => (
          <li key={key} className="shrink-0">
            <Link
              replace
              preventScrollReset
              to={{ search: new URLSearchParams({ ...(key !== 'all' && { status: key }), ...(q !== '' && { q }) }).toString() }}
              aria-current={key === status ? 'page' : undefined}
              className={cn(
                '-mb-px inline-flex h-11 items-center gap-2 border-b-2 px-3 font-semibold whitespace-nowrap no-underline outline-offset-[-4px]!',
                key === status ? 'border-accent text-accent' : 'border-transparent text-ink-muted hover:border-line hover:text-ink',
              )}
            >
              {t.of('tab', key)}
              {count !== undefined && <CountBadge count={count} />}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
