import { useSearchParams } from 'react-router';
import { addressWith, PERSON } from './address';
import type { Person, SessionResult } from './api';
import messages from './messages.en.json';
import { doubtsOf, nameOf } from './views';
import { formatWhen } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { DataList } from '@/ui/data-list';
import { Duration, Unknown } from '@/ui/quantities';
import { StatusPill } from '@/ui/states/status-pill';

/** The facts of the bars as words and figures, a row for each person and session (UX-35). */
export function PeopleTable({ people, zone }: { people: Person[]; zone: string }) {
  const t = useText(messages);
  const [params] = useSearchParams();
  const rows = people.flatMap((person) => person.sessions.map((session) => ({ person, session })));
  const several = people.some(({ sessions }) => sessions.length > 1);
  const clock = (at: string | null | undefined) => (at == null ? <Unknown reason={t('notSeen')} /> : formatWhen(at, zone, 'exact'));
  return (
    <DataList
      dense
      label={t('title')}
      rows={rows}
      id={({ person, session }) => person.registration_id + session.session_id}
      href={({ person }) => addressWith(params, PERSON, person.registration_id)}
      name={{ key: 'person', header: t('col.person'), cell: ({ person }) => <span dir="auto">{nameOf(person, t('unnamed'))}</span> }}
      columns={[
        ...(several ? [{ key: 'session', header: t('col.session'), cell: ({ session }: { session: SessionResult }) => session.title }] : []),
        { key: 'counted', header: t('col.counted'), numeric: true, cell: ({ session }) => <Duration exact seconds={session.counted_seconds} /> },
        { key: 'needed', header: t('col.needed'), numeric: true, cell: ({ session }) => <Duration exact seconds={session.needed_seconds} /> },
        { key: 'first', header: t('col.first'), wideOnly: true, cell: ({ session }) => clock(session.first_in) },
        { key: 'last', header: t('col.last'), wideOnly: true, cell: ({ session }) => clock(session.last_out) },
        { key: 'status', header: t('col.status'), cell: ({ session }) => <Result session={session} /> },
      ]}
    />
  );
}

function Result({ session }: { session: SessionResult }) {
  const t = useText(messages);
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <StatusPill kind="presence" status={session.status} />
      <span className="text-14 text-warning">{doubtsOf(session).map((flag) => t.of('flag', flag)).join(', ')}</span>
    </span>
  );
}
