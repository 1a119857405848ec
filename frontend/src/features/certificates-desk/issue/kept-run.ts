/** Which run of an event is under way: it is found again after leaving, and gone with the sign-out. */
import { useSyncExternalStore } from 'react';
import { clearDraft, readDraft, writeDraft } from '@/lib/form/draft';

const listeners = new Set<() => void>();
const nameOf = (event: string) => `issue-run:${event}`;

function read(event: string): string | null {
  const kept = readDraft(nameOf(event))?.values;
  return typeof kept === 'string' ? kept : null;
}

export function useKeptRun(event: string): [string | null, (run: string | null) => void] {
  const run = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => read(event),
  );
  const keep = (next: string | null) => {
    if (next === null) clearDraft(nameOf(event));
    else writeDraft(nameOf(event), next, new Date());
    for (const tell of listeners) tell();
  };
  return [run, keep];
}
