import { Link } from 'react-router';
import messages from './messages.en.json';
import type { Participant } from './participants';
import { useText } from '@/lib/i18n/use-text';
import { cn } from '@/ui/cn';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/panel';
import { Duration } from '@/ui/quantities';

interface Props {
  rows: Participant[];
  current: string;
  more: boolean;
  busy: boolean;
  onMore: () => void;
}

/** The rest of the queue; each has an address, so that leaving and returning loses nothing. */
export function Waiting({ rows, current, more, busy, onMore }: Props) {
  const t = useText(messages);
  return (
    <Panel flush title={<span aria-live="polite">{t(more ? 'leftAtLeast' : 'left', { n: rows.length })}</span>}>
      <ol aria-label={t('queue')} className="max-h-80 divide-y divide-line overflow-y-auto lg:max-h-[32rem]">
        {rows.map(({ id, display_name: name, total_seconds: seconds, suggestions, claim }) => (
          <li key={id}>
            <Link
              replace
              preventScrollReset
              to={{ search: `at=${id}` }}
              aria-current={id === current ? 'true' : undefined}
              className={cn('block px-4 py-2 text-ink no-underline outline-offset-[-4px]! hover:bg-sunken', id === current && 'bg-accent-soft text-on-accent-soft hover:bg-accent-soft')}
            >
              <span className="block truncate font-semibold">
                <span dir="auto">{name ?? t('nameless')}</span>
              </span>
              <span className={cn('block text-14', id !== current && 'text-ink-muted')}>
                <Duration seconds={seconds} /> · {claim == null ? t('suggested', { n: suggestions.length }) : t('claimed')}
              </span>
            </Link>
          </li>
        ))}
      </ol>
      {more && (
        <div className="border-t border-line p-3 text-center">
          <Button size="small" busy={busy} onClick={onMore}>
            {t('more')}
          </Button>
        </div>
      )}
    </Panel>
  );
}
