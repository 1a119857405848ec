import { Link, useSearchParams } from 'react-router';
import messages from './messages.en.json';
import type { Schema } from '@/api/contract';
import { useText } from '@/lib/i18n/use-text';
import { cn } from '@/ui/cn';
import { CountBadge } from '@/ui/count-badge';

const STATES = ['confirmed', 'requested', 'offered', 'waitlisted', 'cancelled'] as const;

/** The counts are the server's; each state is an address. */
export function StateTabs({ counts, status }: { counts: Schema<'RegistrationCounts'> | undefined; status: string }) {
  const t = useText(messages);
  const [params] = useSearchParams();
  const to = (state: string) => {
    const next = new URLSearchParams(params);
    next.delete('person');
    if (state === 'confirmed') next.delete('status');
    else next.set('status', state);
    return { search: next.toString() };
  };
  // Without an approval nobody asks first, and nothing is said of it.
  const shown = STATES.filter((state) => state !== 'requested' || state === status || (counts?.requested ?? 0) > 0);
  return (
    <nav aria-label={t('tabs')}>
      <ul className="flex flex-wrap gap-2">
        {[...shown, 'all' as const].map((state) => (
          <li key={state}>
            <Link
              replace
              preventScrollReset
              to={to(state)}
              aria-current={state === status ? 'page' : undefined}
              className={cn(
                'inline-flex h-9 items-center gap-2 rounded-full border px-3 text-14 font-semibold no-underline pointer-coarse:h-11',
                state === status ? 'border-accent bg-accent-soft text-on-accent-soft' : 'border-line bg-surface text-ink-muted hover:border-control hover:text-ink',
              )}
            >
              {t(`tab.${state}`)}
              {counts !== undefined && state !== 'all' && <CountBadge count={counts[state]} />}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
