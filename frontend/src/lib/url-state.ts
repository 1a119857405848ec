/** Filters, sort and search live in the URL, so that back, reload and a shared link keep them. */
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router';

type Shape = Record<string, string>;

/**
 * `const [filter, setFilter] = useUrlState({ q: '', status: 'all' })`; what equals its default is
 * left out of the address.
 */
export function useUrlState<S extends Shape>(defaults: S): [S, (change: Partial<S>) => void] {
  const [params, setParams] = useSearchParams();
  const signature = JSON.stringify(defaults);
  const state = useMemo(() => {
    const initial = JSON.parse(signature) as S;
    return Object.fromEntries(Object.entries(initial).map(([key, value]) => [key, params.get(key) ?? value])) as S;
  }, [params, signature]);
  // A navigation is rendered a little later than it is asked for; a second change in between starts
  // from the first, not from what is still on the screen.
  const latest = useRef(params);
  useEffect(() => {
    latest.current = params;
  }, [params]);
  const change = useCallback(
    (next: Partial<S>) => {
      const initial = JSON.parse(signature) as S;
      const after = new URLSearchParams(latest.current);
      for (const [key, value] of Object.entries(next) as [string, string | undefined][]) {
        if (value === undefined || value === initial[key]) after.delete(key);
        else after.set(key, value);
      }
      latest.current = after;
      setParams(after, { replace: true, preventScrollReset: true });
    },
    [setParams, signature],
  );
  return [state, change];
}
