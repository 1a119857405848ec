import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { actedOf, type Difference, type PersonGates, type Standing } from '@/features/certificates-desk/api';
import { addressWith, PERSON, useDesk } from '@/features/certificates-desk/use-desk';
import { AwardDialog } from './award-dialog';
import { lackingOf } from './gates';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/checkbox';
import { DataList, type Column } from '@/ui/data-list';
import { Credits, Duration } from '@/ui/quantities';

interface Props {
  rows: PersonGates[];
  standing: Standing;
  chosen: ReadonlySet<string>;
  /** Absent where nothing can be done for several. */
  onChoose?: (id: string, on: boolean) => void;
}

/** A person opens in the drawer that every list of the event shares. */
export function PeopleRows({ rows, standing, chosen, onChoose }: Props) {
  const t = useText(messages);
  const [params] = useSearchParams();
  const nameOf = ({ full_name: name, email }: PersonGates) => name ?? email ?? t('nameless');
  const time: Column<PersonGates> = {
    key: 'time',
    header: t('col.time'),
    numeric: true,
    cell: ({ counted_seconds: counted, scheduled_seconds: of }) => t.rich('time', { counted: <Duration key="counted" seconds={counted} />, of: <Duration key="of" seconds={of} /> }),
  };
  const columns: Record<Standing, Column<PersonGates>[]> = {
    ready: [{ key: 'gets', header: t('col.gets'), cell: (person) => <Gets person={person} /> }, time],
    missing: [{ key: 'lacks', header: t('col.lacks'), cell: (person) => <Lacks person={person} /> }, time],
    issued: [{ key: 'gets', header: t('col.gets'), cell: (person) => <Gets person={person} /> }, time],
    differs: [{ key: 'differs', header: t('col.differs'), cell: ({ differences }) => <Differing differences={differences} /> }],
  };
  return (
    <DataList
      label={t('people')}
      rows={rows}
      id={({ registration_id: id }) => id}
      href={({ registration_id: id }) => addressWith(params, PERSON, id)}
      name={{
        key: 'person',
        header: t('col.person'),
        cell: (person) => (
          <>
            <span dir="auto">{nameOf(person)}</span>
            {person.full_name != null && <span className="block text-14 font-normal wrap-anywhere text-ink-muted">{person.email}</span>}
          </>
        ),
      }}
      columns={columns[standing]}
      lead={
        onChoose &&
        ((person) => (
          <Checkbox
            labelHidden
            label={t('choose', { name: nameOf(person) })}
            disabled={person.learner_id == null}
            checked={chosen.has(person.registration_id)}
            onCheckedChange={(on) => onChoose(person.registration_id, on === true)}
          />
        ))
      }
      menu={standing === 'differs' ? (person) => person.differences.map((one) => <Accept key={one.designation_id} person={person} difference={one} />) : undefined}
    />
  );
}

function Gets({ person: { credits } }: { person: PersonGates }) {
  const t = useText(messages);
  if (credits.length === 0) return <span className="text-ink-muted">{t('attendance')}</span>;
  return (
    <ul>
      {credits.map(({ designation_id: id, session_id: session, credits_text: amount, unit, body }) => (
        <li key={`${id}${session ?? ''}`}>
          <Credits amount={amount} unit={`${unit}, ${body}`} />
        </li>
      ))}
    </ul>
  );
}

function Lacks({ person }: { person: PersonGates }) {
  const t = useText(messages);
  const lacking = lackingOf(person);
  if (lacking.length === 0) return <span className="text-ink-muted">{t(person.settled ? 'notJudged' : 'notSettled')}</span>;
  return (
    <ul className="space-y-0.5">
      {lacking.map(({ gate, text }) => (
        <li key={gate}>{text}</li>
      ))}
    </ul>
  );
}

function Differing({ differences }: { differences: Difference[] }) {
  if (differences.length === 0) return '–';
  return (
    <ul className="space-y-0.5">
      {differences.map(({ designation_id: id, text }) => (
        <li key={id}>{text}</li>
      ))}
    </ul>
  );
}

function Accept({ person, difference }: { person: PersonGates; difference: Difference }) {
  const t = useText(messages);
  const { eventId, mayIssue } = useDesk();
  const [asking, setAsking] = useState(false);
  if (!mayIssue) return null;
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t('awardAct.correct')}
      </Button>
      {asking && (
        <AwardDialog on={actedOf(eventId, person, difference)} act="correct" onClose={() => setAsking(false)}>
          {difference.text}
        </AwardDialog>
      )}
    </>
  );
}
