import { useSearchParams } from 'react-router';
import { derivationOf } from './derivation-of';
import messages from './messages.en.json';
import { Section } from './section';
import { addressWith, PERSON } from '@/features/presence/address';
import type { Detail, SessionResult } from '@/features/presence/api';
import { useDesk } from '@/features/presence/use-desk';
import { nameOf } from '@/features/presence/views';
import { formatExactDuration } from '@/lib/format/quantity';
import { useText } from '@/lib/i18n/use-text';
import { Derivation } from '@/ui/derivation';
import { PresenceMeter } from '@/ui/presence/presence-meter';
import { SessionBar } from '@/ui/presence/session-bar';
import { StatusPill } from '@/ui/states/status-pill';
import { TextLink } from '@/ui/text-link';

/** What it came to, session by session, each with its bar and the steps that led there. */
export function Result({ detail }: { detail: Detail }) {
  const t = useText(messages);
  const { org } = useDesk();
  const [params] = useSearchParams();
  const { person, policy, missing } = detail;
  const full = new URLSearchParams(addressWith(params, PERSON, null));
  full.set('person', person.registration_id);
  return (
    <div className="space-y-6">
      <div className="space-y-2">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StatusPill kind="presence" status={person.status} />
          <span className="tabular-nums">
            {t('summary', { counted: formatExactDuration(person.counted_seconds), window: formatExactDuration(person.window_seconds), met: person.sessions_met, sessions: person.sessions.length })}
          </span>
        </p>
        <p className="text-14 text-ink-muted">{t(`criterion.${policy.criterion as 'all_mandatory'}`, { n: policy.criterion_value ?? 0 })}</p>
        {missing.length > 0 && (
          <ul className="space-y-1 text-14 text-warning">
            {missing.map(({ code, text, session_id: session }) => (
              <li key={code + (session ?? '')}>{text}</li>
            ))}
          </ul>
        )}
        {org.can('read-registrations') && (
          <p className="text-14">
            <TextLink to={`?${full.toString()}`} preventScrollReset>
              {t('everything')}
            </TextLink>
          </p>
        )}
      </div>
      {person.sessions.map((session) => (
        <OneSession key={session.session_id} session={session} detail={detail} />
      ))}
    </div>
  );
}

function OneSession({ session, detail: { event, person, reading } }: { session: SessionResult; detail: Detail }) {
  const t = useText(messages);
  const name = nameOf(person, t('unnamed'));
  const steps = derivationOf(reading.find(({ session_id: id }) => id === session.session_id)?.steps ?? [], t);
  return (
    <Section
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {session.title}
          <StatusPill kind="presence" status={session.status} />
        </span>
      }
    >
      <SessionBar session={session} name={name} zone={event.time_zone} />
      <PresenceMeter label={t('meter', { session: session.title })} counted={session.counted_seconds} needed={session.needed_seconds} window={session.window_seconds} />
      <Derivation steps={steps} result={t('result', { counted: formatExactDuration(session.counted_seconds), needed: formatExactDuration(session.needed_seconds) })} />
      {session.flags.map((flag) => (
        <p key={flag} className="text-14 text-warning">
          {t.of('flag', flag)}
        </p>
      ))}
    </Section>
  );
}
