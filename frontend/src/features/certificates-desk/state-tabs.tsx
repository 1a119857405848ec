import { Link, useSearchParams } from 'react-router';
import type { Schema } from '@/api/contract';
import messages from './messages.en.json';
import { CERTIFICATE, PERSON } from './use-desk';
import { useText } from '@/lib/i18n/use-text';
import { cn } from '@/ui/cn';
import { CountBadge } from '@/ui/count-badge';

export const TABS = ['ready', 'missing', 'issued', 'differs', 'superseded', 'revoked', 'credit'] as const;
export type Tab = (typeof TABS)[number];

export const isTab = (word: string): word is Tab => (TABS as readonly string[]).includes(word);

const countOf = (summary: Schema<'GateSummary'> | undefined, tab: Tab): number | undefined =>
  tab === 'ready' || tab === 'missing' || tab === 'issued' || tab === 'differs' ? summary?.[tab] : undefined;

/** Each state is an address; the counts are the server's. */
export function StateTabs({ summary, current }: { summary: Schema<'GateSummary'> | undefined; current: Tab }) {
  const t = useText(messages);
  const [params] = useSearchParams();
  const to = (tab: Tab) => {
    const next = new URLSearchParams(params);
    next.delete(PERSON);
    next.delete(CERTIFICATE);
    next.set('state', tab);
    return { search: next.toString() };
  };
  return (
    <nav aria-label={t('states')}>
      <ul className="flex flex-wrap gap-2">
        {TABS.map((tab) => {
          const count = countOf(summary, tab);
          return (
            <li key={tab}>
              <Link
                replace
                preventScrollReset
                to={to(tab)}
                aria-current={tab === current ? 'page' : undefined}
                className={cn(
                  'inline-flex h-9 items-center gap-2 rounded-full border px-3 text-14 font-semibold no-underline pointer-coarse:h-11',
                  tab === current ? 'border-accent bg-accent-soft text-on-accent-soft' : 'border-line bg-surface text-ink-muted hover:border-control hover:text-ink',
                )}
              >
                {t(`tab.${tab}`)}
                {count !== undefined && <CountBadge count={count} />}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
