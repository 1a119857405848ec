import { useCallback, useRef } from 'react';

/**
 * An idempotency key per intent (UX-20): the same key for every press and retry until `done()`,
 * which is called when the intent has succeeded or the person has changed what they ask for.
 */
export function useOnce(): { key: () => string; done: () => void } {
  const current = useRef<string | null>(null);
  const key = useCallback(() => (current.current ??= crypto.randomUUID()), []);
  const done = useCallback(() => {
    current.current = null;
  }, []);
  return { key, done };
}
