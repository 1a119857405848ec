/** Some acts need a proof of identity that is minutes old: asked for once, by all who wait for it. */
import { useSyncExternalStore } from 'react';

let waiting: ((given: boolean) => void)[] = [];
const listeners = new Set<() => void>();

function answer(given: boolean): void {
  const asked = waiting;
  waiting = [];
  for (const tell of listeners) tell();
  for (const resume of asked) resume(given);
}

export const proof = {
  /** Shows the dialog; true when the proof was given and the act can be repeated. */
  ask: (): Promise<boolean> =>
    new Promise((resume) => {
      waiting.push(resume);
      for (const tell of listeners) tell();
    }),
  given: (): void => answer(true),
  refused: (): void => answer(false),
};

export function useProofAsked(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting.length > 0,
  );
}
