import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import messages from './messages.en.json';
import { RollRow } from './roll-row';
import { useRoll } from './use-roll';
import { of, presence, type Event, type Session } from '@/features/presence/api';
import { useDesk } from '@/features/presence/use-desk';
import { nameOf } from '@/features/presence/views';
import { localTime, moments, type LocalTime } from '@/lib/format/clock-change';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/checkbox';
import { Drawer } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { Field } from '@/ui/field';
import { SearchInput } from '@/ui/search-input';
import { Select } from '@/ui/select';
import { SkeletonRows } from '@/ui/skeleton';
import { ZonedDateTime } from '@/ui/zoned-date-time';

interface Props {
  event: Event;
  /** Which session's roll; empty means the first. */
  session: string;
  choose: (session: string) => void;
  onClose: () => void;
}

/** The organizer saw who was in the room: a press marks a person, another takes the mark back. */
export function RollCall({ event, session: asked, choose, onClose }: Props) {
  const t = useText(messages);
  const { org } = useDesk();
  const sessions = useQuery(of.sessions(org.id, event.id));
  const people = useQuery(presence.everybody(org.id, event.id));
  const running = sessions.data?.data.filter(({ cancelled_at: at }) => at == null) ?? [];
  const session = running.find(({ id }) => id === asked) ?? running[0];
  const error = sessions.error ?? people.error;
  return (
    <Drawer wide open onClose={onClose} title={t('roll')} description={t('rollHint')}>
      {error && (!sessions.data || !people.data) && <ErrorState error={error} onRetry={() => void Promise.all([sessions.refetch(), people.refetch()])} />}
      {!error && (!sessions.data || !people.data) && <SkeletonRows />}
      {session && people.data && (
        <div className="space-y-4">
          {running.length > 1 && (
            <Field label={t('session')}>
              {(control) => <Select {...control} value={session.id} options={running.map(({ id, title }) => ({ value: id, label: title }))} onChange={({ target }) => choose(target.value)} />}
            </Field>
          )}
          <Roll key={session.id} event={event} session={session} />
        </div>
      )}
      {sessions.data && !session && <p className="text-ink-muted">{t('noSessions')}</p>}
    </Drawer>
  );
}

function Roll({ event, session }: { event: Event; session: Session }) {
  const t = useText(messages);
  const { org } = useDesk();
  const { data: people = [] } = useQuery(presence.everybody(org.id, event.id));
  const [q, setQ] = useState('');
  const [span, setSpan] = useState<{ from: LocalTime; to: LocalTime } | null>(null);
  const within = span && { from: moments(span.from)[0]?.toISOString(), to: moments(span.to)[0]?.toISOString() };
  const roll = useRoll(event.id, session.id, within ?? {});
  const shown = people.filter((one) => nameOf(one, '').toLocaleLowerCase().includes(q.trim().toLocaleLowerCase()));
  const absent = shown.filter((one) => roll.markOf(one) === 'absent');
  const whole = () => ({ from: localTime(session.actual_starts_at ?? session.starts_at, event.time_zone), to: localTime(session.actual_ends_at ?? session.ends_at, event.time_zone) });
  if (people.length === 0) return <p className="text-ink-muted">{t('nobody')}</p>;
  return (
    <>
      <Checkbox label={t('part')} hint={t('partHint')} checked={span !== null} onCheckedChange={(on) => setSpan(on === true ? whole() : null)} />
      {span && (
        <div className="space-y-3">
          <Field group label={t('from')}>
            {(control) => <ZonedDateTime {...control} zoneFixed value={span.from} onChange={(from) => setSpan({ ...span, from })} />}
          </Field>
          <Field group label={t('to')}>
            {(control) => <ZonedDateTime {...control} zoneFixed value={span.to} onChange={(to) => setSpan({ ...span, to })} />}
          </Field>
        </div>
      )}
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 basis-48">
          <SearchInput label={t('find')} value={q} onSearch={setQ} />
        </div>
        {absent.length > 0 && <Button onClick={() => roll.markAll(absent)}>{t('allPresent', { n: absent.length })}</Button>}
      </div>
      <p aria-live="polite" className="text-14 text-ink-muted">
        {t('count', { present: people.filter((one) => roll.markOf(one) === 'present').length, n: people.length })}
      </p>
      <ul aria-label={t('roll')} className="divide-y divide-line rounded-control border border-line">
        {shown.map((one) => (
          <RollRow key={one.registration_id} person={one} mark={roll.markOf(one)} failure={roll.failures[one.registration_id]} onMark={(mark) => roll.mark([one], mark)} />
        ))}
      </ul>
      {shown.length === 0 && <p className="text-ink-muted">{t('noneFound', { q })}</p>}
    </>
  );
}
