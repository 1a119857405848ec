import { useState } from 'react';
import { tagOf, useEditEvent, type UpdateEvent, type Event } from '@/features/events/api';
import type { Schema } from '@/api/contract';
import { isProblem } from '@/lib/http/problem';

export interface Announced {
  body: UpdateEvent;
  changes: Schema<'EventChange'>[];
  people: number;
  promoted: number;
}

/**
 * Saves an edit. Of a published event it first asks what would be told to whom, and waits for the
 * person's word (UX-52); a lost update keeps the edit and says so (UX-19).
 */
export function useSave(org: string, event: Event, onSaved: () => void) {
  const edit = useEditEvent(org, event.id);
  const [base, setBase] = useState(tagOf(event));
  const [announced, setAnnounced] = useState<Announced | null>(null);
  const [lost, setLost] = useState<UpdateEvent | null>(null);

  const attempt = async (body: UpdateEvent, ifMatch: string, preview: boolean) => {
    try {
      return await edit.mutateAsync({ body, ifMatch, preview });
    } catch (error) {
      if (!isProblem(error) || error.status !== 412) throw error;
      setLost(body);
      return null;
    }
  };
  const write = async (body: UpdateEvent, ifMatch: string) => {
    const answer = await attempt(body, ifMatch, false);
    setAnnounced(null);
    if (answer === null) return;
    setBase(tagOf(answer.event));
    setLost(null);
    onSaved();
  };
  const save = async (body: UpdateEvent, ifMatch = base) => {
    if (event.status === 'draft') return write(body, ifMatch);
    const answer = await attempt(body, ifMatch, true);
    if (answer === null) return;
    const { changes, people_to_tell: people, promoted } = answer;
    if (changes.length === 0 && promoted === 0) return write(body, ifMatch);
    setAnnounced({ body, changes, people, promoted });
  };
  return {
    save,
    announced,
    confirm: () => (announced ? write(announced.body, base) : Promise.resolve()),
    dismiss: () => setAnnounced(null),
    lost,
    /** After seeing both versions: mine over the one that is saved now. */
    insist: (now: Event) => {
      setBase(tagOf(now));
      return lost ? save(lost, tagOf(now)) : Promise.resolve();
    },
    giveUp: (now: Event) => {
      setBase(tagOf(now));
      setLost(null);
    },
  };
}
