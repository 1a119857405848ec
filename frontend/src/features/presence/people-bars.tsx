import { TriangleAlert } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { addressWith, PERSON } from './address';
import type { Person, SessionResult } from './api';
import messages from './messages.en.json';
import { doubtsOf, nameOf } from './views';
import { useText } from '@/lib/i18n/use-text';
import { frameOf } from '@/lib/presence-geometry';
import { cn } from '@/ui/cn';
import { Axis } from '@/ui/presence/axis';
import { PresenceMeter } from '@/ui/presence/presence-meter';
import { SessionBar } from '@/ui/presence/session-bar';
import { StatusPill } from '@/ui/states/status-pill';

const ROW = 'grid gap-x-6 gap-y-3 px-4 md:px-5 lg:grid-cols-[minmax(0,14rem)_minmax(0,1fr)]';
const SESSION = 'grid items-center gap-x-6 gap-y-2 sm:grid-cols-[minmax(0,1fr)_14rem]';

/** Everybody with a bar for each session; where all are of one session, its times stand above them. */
export function PeopleBars({ people, zone }: { people: Person[]; zone: string }) {
  const t = useText(messages);
  const one = people.every(({ sessions }) => sessions.length === 1) ? people[0]?.sessions[0] : undefined;
  return (
    <div className="overflow-hidden rounded-control border border-line bg-surface shadow-raised">
      {one && (
        <div aria-hidden className={cn(ROW, 'hidden border-b border-line bg-sunken pt-2 sm:grid')}>
          <p className="hidden truncate pb-2 text-14 font-semibold text-ink-muted lg:block">{one.title}</p>
          <div className={SESSION}>
            <Axis frame={frameOf(one.window, [])} zone={zone} />
          </div>
        </div>
      )}
      <ul aria-label={t('title')} className="divide-y divide-line">
        {people.map((person) => (
          <Row key={person.registration_id} person={person} zone={zone} titled={one === undefined} />
        ))}
      </ul>
    </div>
  );
}

function Row({ person, zone, titled }: { person: Person; zone: string; titled: boolean }) {
  const t = useText(messages);
  const [params] = useSearchParams();
  const name = nameOf(person, t('unnamed'));
  return (
    <li className={cn(ROW, 'relative py-3 transition-colors duration-120 hover:bg-sunken/60')}>
      <div className="min-w-0 space-y-1">
        <Link
          preventScrollReset
          to={addressWith(params, PERSON, person.registration_id)}
          className="font-semibold wrap-anywhere text-ink no-underline after:absolute after:inset-0 hover:text-accent"
        >
          <span dir="auto">{name}</span>
        </Link>
        {person.email != null && person.email !== name && <p className="truncate text-14 text-ink-muted">{person.email}</p>}
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-14 text-ink-muted">
          <StatusPill kind="presence" status={person.status} />
          {person.overridden && <span>{t('decided')}</span>}
          {person.present && <span className="font-semibold text-success">{t('presentNow')}</span>}
        </p>
      </div>
      <div className="min-w-0 space-y-3 self-center">
        {person.sessions.map((session) => (
          <SessionRow key={session.session_id} session={session} name={name} zone={zone} titled={titled} />
        ))}
      </div>
    </li>
  );
}

function SessionRow({ session, name, zone, titled }: { session: SessionResult; name: string; zone: string; titled: boolean }) {
  const t = useText(messages);
  return (
    <div className="space-y-1">
      {titled && <p className="truncate text-14 font-semibold">{session.title}</p>}
      <div className={SESSION}>
        <SessionBar compact session={session} name={name} zone={zone} />
        <PresenceMeter label={t('meter', { name, session: session.title })} counted={session.counted_seconds} needed={session.needed_seconds} window={session.window_seconds} />
      </div>
      {doubtsOf(session).map((flag) => (
        <p key={flag} className="flex items-center gap-1.5 text-14 text-warning">
          <TriangleAlert aria-hidden className="size-4 shrink-0" />
          {t.of('flag', flag)}
        </p>
      ))}
    </div>
  );
}
