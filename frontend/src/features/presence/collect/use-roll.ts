import { useState } from 'react';
import messages from './messages.en.json';
import { useAdjust, useCallRoll, type Mark, type Person } from '@/features/presence/api';
import { isCounted } from '@/features/presence/spans';
import { useDesk } from '@/features/presence/use-desk';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';

/** The API takes so many at once. */
const MOST = 500;

/** What the roll says of a person now: a mark that was taken back is still seen, but no longer counted. */
export function markedAs({ sessions }: Person, session: string): Mark {
  const one = sessions.find(({ session_id: id }) => id === session);
  if (one === undefined) return 'absent';
  if (one.status === 'excused') return 'excused';
  const called = one.lanes.filter(({ source }) => source === 'roll_call').flatMap(({ intervals }) => intervals);
  return called.length > 0 && isCounted(called, one) ? 'present' : 'absent';
}

/** Marks answer at once and roll back visibly when the server refuses (UX-29). */
export function useRoll(event: string, session: string, within: { from?: string; to?: string }) {
  const t = useText(messages);
  const { org } = useDesk();
  const call = useCallRoll(org.id, event);
  const adjust = useAdjust(org.id, event);
  const [pressed, setPressed] = useState<Record<string, Mark>>({});
  const [failures, setFailures] = useState<Record<string, string>>({});
  const markOf = (person: Person): Mark => pressed[person.registration_id] ?? markedAs(person, session);

  const send = async (people: Person[], mark: Mark, before: Map<string, Mark>) => {
    // The roll gives an excuse; only a correction ends it.
    for (const { registration_id: id } of people.filter((one) => before.get(one.registration_id) === 'excused')) {
      await adjust.mutateAsync({ registration_id: id, session_id: session, kind: 'clear_override', reason: t('roll') });
    }
    for (let at = 0; at < people.length; at += MOST) {
      const marks = people.slice(at, at + MOST).map(({ registration_id: id }) => ({ registration_id: id, mark }));
      await call.mutateAsync({ session_id: session, marks, ...(mark === 'present' && within) });
    }
  };

  const mark = (people: Person[], next: Mark) => {
    const before = new Map(people.map((one) => [one.registration_id, markOf(one)]));
    const ids = people.map(({ registration_id: id }) => id);
    setPressed((all) => ({ ...all, ...Object.fromEntries(ids.map((id) => [id, next])) }));
    setFailures((all) => Object.fromEntries(Object.entries(all).filter(([id]) => !ids.includes(id))));
    send(people, next, before).catch((error: unknown) => {
      const why = isProblem(error) ? error.message : t('notKept');
      setPressed((all) => ({ ...all, ...Object.fromEntries(before) }));
      setFailures((all) => ({ ...all, ...Object.fromEntries(ids.map((id) => [id, why])) }));
    });
  };

  const markAll = (people: Person[]) => {
    mark(people, 'present');
    toast(t('allMarked', { n: people.length }), { undo: () => mark(people, 'absent') });
  };
  return { markOf, mark, markAll, failures };
}
