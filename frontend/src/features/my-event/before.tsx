import { CalendarPlus, MapPin, Video } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Holder, Personal } from './api';
import { Leaving } from './leaving';
import messages from './messages.en.json';
import { MyDetails } from './my-details';
import type { PassedOn } from './place/api';
import { Seeing } from './seeing';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { buttonStyle } from '@/ui/button';
import { Panel } from '@/ui/panel';
import { Relative, When } from '@/ui/quantities';
import { ButtonLink } from '@/ui/text-link';

interface Props {
  holder: Holder;
  personal: Personal;
  now: Date;
  onPassed: (to: PassedOn) => void;
  /** The rest of the booking and what was paid for it. */
  children: ReactNode;
}

/** Until the doors open: how long still, the calendar, the place, one's own details, a way out. */
export function Before({ holder, personal, now, onPassed, children }: Props) {
  const t = useText(messages);
  const { event, registration, join } = personal;
  return (
    <>
      <section className="space-y-4 rounded-dialog border border-accent bg-accent-soft p-5 text-on-accent-soft md:p-6">
        <p className="text-24 font-bold">
          {t.rich('startsIn', { when: <Relative key="r" at={event.starts_at} now={now} /> })}
        </p>
        {registration.mode === 'online' ? <Online opensAt={join?.opens_at ?? null} /> : <Place event={event} />}
        <div className="flex flex-wrap gap-3">
          {personal.calendar_url != null && (
            <a href={personal.calendar_url} className={buttonStyle({ variant: 'primary' })}>
              <CalendarPlus aria-hidden />
              {t('calendar')}
            </a>
          )}
          <ButtonLink to={paths.event({ slug: event.slug })}>{t('openEvent')}</ButtonLink>
        </div>
      </section>
      <Sessions personal={personal} />
      <MyDetails holder={holder} personal={personal} />
      {children}
      <Leaving holder={holder} personal={personal} onPassed={onPassed} />
      <Seeing organizer={event.organizer.name} />
    </>
  );
}

function Online({ opensAt }: { opensAt: string | null }) {
  const t = useText(messages);
  return (
    <p className="flex gap-3">
      <Video aria-hidden className="mt-0.5 size-5 shrink-0" />
      <span>
        {t('joinHere')}{' '}
        {opensAt !== null && t.rich('joinFrom', { when: <When key="w" at={opensAt} style="short" /> })}
      </span>
    </p>
  );
}

function Place({ event }: { event: Personal['event'] }) {
  return (
    <p className="flex gap-3">
      <MapPin aria-hidden className="mt-0.5 size-5 shrink-0" />
      <span>
        <strong className="font-semibold">{event.venue_name}</strong>
        {event.venue_address != null && <span className="block whitespace-pre-line">{event.venue_address}</span>}
      </span>
    </p>
  );
}

function Sessions({ personal: { event } }: { personal: Personal }) {
  const t = useText(messages);
  if (event.sessions.length < 2) return null;
  return (
    <Panel title={t('sessions')} flush>
      <ol className="divide-y divide-line">
        {event.sessions.map(({ id, title, starts_at: starts, room, cancelled }) => (
          <li key={id} className="flex flex-wrap gap-x-6 gap-y-1 px-5 py-3">
            <span className="w-44 text-14 text-ink-muted">
              <When at={starts} />
            </span>
            <span className={cancelled ? 'line-through' : undefined}>{title}</span>
            {room != null && <span className="text-14 text-ink-muted">{room}</span>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
