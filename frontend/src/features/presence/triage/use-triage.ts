import { useRef, useState } from 'react';
import messages from './messages.en.json';
import { useSorting, type Participant } from './participants';
import { nameOf } from '@/features/presence/views';
import type { Person } from '@/features/presence/api';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';

/** Something that was done here and can be undone. */
export interface Done {
  id: string;
  name: string;
  /** Whom it was matched to, before and after; nobody when it was ignored. */
  person?: { before: Person | undefined; after: Person };
}

interface Given {
  org: string;
  event: string;
  /** What is known of everybody, to say what a match changed. */
  people: Person[] | undefined;
  /** Shows this participant next. */
  show: (id: string) => void;
}

/** What a person at the queue can do, newest first in `done`; a failure is said where it was pressed. */
export function useTriage({ org, event, people, show }: Given) {
  const t = useText(messages);
  const { match, ignore, unmatch, restore } = useSorting(org, event);
  const [done, setDone] = useState<Done[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  // The toast and the list below offer the same undo; it happens once.
  const undoable = useRef(new Set<Done>());
  const failed = (participant: Participant) => (error: unknown) => {
    setFailure(error);
    show(participant.id);
  };

  const undo = (one: Done | undefined = done[0]) => {
    if (one === undefined || !undoable.current.delete(one)) return;
    setDone((all) => all.filter(({ id }) => id !== one.id));
    const back = one.person ? unmatch.mutateAsync({ id: one.id, reason: t('undoReason') }) : restore.mutateAsync({ id: one.id });
    back.then(
      () => show(one.id),
      (error: unknown) => {
        undoable.current.add(one);
        setDone((all) => [one, ...all]);
        toast(isProblem(error) ? error.message : t('undoFailed'), { tone: 'danger' });
      },
    );
  };

  const record = (one: Done, text: string) => {
    undoable.current.add(one);
    setDone((all) => [one, ...all]);
    toast(text, { undo: () => undo(one) });
  };

  const take = (participant: Participant, registration: string) => {
    const before = people?.find(({ registration_id: id }) => id === registration);
    setFailure(null);
    match.mutate(
      { id: participant.id, registration },
      {
        onSuccess: ({ people: touched }) => {
          const after = touched.find(({ registration_id: id }) => id === registration);
          if (after === undefined) return;
          const name = participant.display_name ?? t('nameless');
          record({ id: participant.id, name, person: { before, after } }, t('matchedTo', { name, person: nameOf(after, t('unnamed')) }));
        },
        onError: failed(participant),
      },
    );
  };

  const leave = (participant: Participant) => {
    setFailure(null);
    ignore.mutate(
      { id: participant.id },
      {
        onSuccess: () => {
          const name = participant.display_name ?? t('nameless');
          record({ id: participant.id, name }, t('ignoredNow', { name }));
        },
        onError: failed(participant),
      },
    );
  };
  return { done, failure, take, leave, undo };
}
