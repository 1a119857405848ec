import type { EventDetails } from './api';
import messages from './messages.en.json';
import { formatZone, ownZone } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { cn } from '@/ui/cn';
import { When } from '@/ui/quantities';

/** The sessions in the reader's own time, which the heading names. */
export function Agenda({ event }: { event: EventDetails }) {
  const t = useText(messages);
  if (event.sessions.length < 2) return null;
  const days = new Set(event.sessions.map(({ starts_at: at }) => new Date(at).toDateString()));
  return (
    <section className="space-y-4">
      <header>
        <h2 className="text-24 font-bold">{t('agenda')}</h2>
        <p className="text-14 text-ink-muted">{t('agenda.zone', { zone: formatZone(ownZone(), event.starts_at) })}</p>
      </header>
      <ol className="divide-y divide-line rounded-control border border-line bg-surface">
        {event.sessions.map((session) => (
          <li key={session.id} className="grid gap-x-6 gap-y-1 p-4 sm:grid-cols-[9rem_1fr]">
            <p className="text-14 font-semibold text-ink-muted tabular-nums">
              {days.size > 1 && (
                <span className="block">
                  <When at={session.starts_at} style="date" />
                </span>
              )}
              <When at={session.starts_at} style="clock" /> – <When at={session.ends_at} style="clock" />
            </p>
            <div className="min-w-0 space-y-1">
              <h3 className={cn('text-18 font-semibold', session.cancelled && 'line-through')}>{session.title}</h3>
              {session.cancelled && <p className="text-14 font-semibold text-danger">{t('agenda.cancelled')}</p>}
              {session.speakers.length > 0 && <p className="text-14 text-ink-muted">{session.speakers.join(', ')}</p>}
              {session.description != null && <p className="whitespace-pre-line">{session.description}</p>}
              <p className="text-14 text-ink-muted empty:hidden">{[session.track, session.room].filter(Boolean).join(' · ')}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
