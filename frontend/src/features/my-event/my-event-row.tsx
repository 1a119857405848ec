import { Award, Video } from 'lucide-react';
import type { MyRegistration } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { buttonStyle } from '@/ui/button';
import { Duration, When } from '@/ui/quantities';
import { StatusPill } from '@/ui/states/status-pill';
import { AppLink, ButtonLink } from '@/ui/text-link';

export function MyEventRow({ row }: { row: MyRegistration }) {
  const t = useText(messages);
  const { event } = row;
  return (
    <li className="relative flex flex-wrap items-center gap-x-6 gap-y-3 p-4 hover:bg-sunken/60 md:p-5">
      <div className="min-w-0 flex-1 basis-72 space-y-1">
        <p className="text-14 font-semibold text-accent">
          <When at={event.starts_at} zone={event.time_zone} style="long" />
        </p>
        <h2 className="text-18 font-semibold">
          <AppLink to={paths.myEvent({ registrationId: row.id })} className="text-ink no-underline after:absolute after:inset-0 hover:text-accent">
            {event.title}
          </AppLink>
        </h2>
        <p className="text-14 text-ink-muted">{[event.organizer.name, event.venue_name].filter(Boolean).join(' · ')}</p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {event.status === 'cancelled' ? <StatusPill kind="event" status="cancelled" /> : <StatusPill kind="registration" status={row.status} />}
        {row.waitlist_position != null && <span className="text-14 text-ink-muted">{t('row.position', { n: row.waitlist_position })}</span>}
        {row.presence != null && row.presence !== 'pending' && <StatusPill kind="presence" status={row.presence} />}
        {row.counted_seconds != null && row.counted_seconds > 0 && (
          <span className="text-14 text-ink-muted">
            <Duration seconds={row.counted_seconds} />
          </span>
        )}
      </div>
      <div className="relative z-1 flex gap-2 empty:hidden">
        {row.join_url != null && (event.status === 'live' || event.status === 'published') && (
          <a href={row.join_url} target="_blank" rel="noreferrer" className={buttonStyle({ variant: event.status === 'live' ? 'primary' : 'secondary' })}>
            <Video aria-hidden />
            {t('row.join')}
          </a>
        )}
        {row.certificate_code != null && (
          <ButtonLink to={paths.verdict({ code: row.certificate_code })}>
            <Award aria-hidden />
            {t('row.certificate')}
          </ButtonLink>
        )}
      </div>
    </li>
  );
}
