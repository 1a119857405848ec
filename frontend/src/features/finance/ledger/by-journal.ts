import type { Entry } from './api';

const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/**
 * The newest moment first, as the server gives them; within it the lines of each journal stand together, in the order
 * in which they were written. Ids grow with time, so the later of two journals of a moment comes first too.
 */
export function byJournal(entries: Entry[]): Entry[] {
  return entries.toSorted(
    (one, other) => order(other.occurred_at, one.occurred_at) || order(other.journal_id, one.journal_id) || order(one.id, other.id),
  );
}
