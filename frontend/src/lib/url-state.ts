/** Filters, sort and search live in the URL, so that back, reload and a shared link keep them. */
import { useCallback, useMemo } from 'react';
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
  const change = useCallback(
    (next: Partial<S>) => {
      const initial = JSON.parse(signature) as S;
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [key, value] of Object.entries(next) as [string, string | undefined][]) {
            if (value === undefined || value === initial[key]) after.delete(key);
            else after.set(key, value);
          }
          return after;
        },
        { replace: true, preventScrollReset: true },
      );
    },
    [setParams, signature],
  );
  return [state, change];
}
