import { createContext, use, useEffect } from 'react';

export interface Exit {
  to: string;
  label: string;
}

export const ExitContext = createContext<(exit: Exit | null) => void>(() => undefined);

/** Names the one exit of a page in the focus shell: `useExit(paths.event({ slug }), event.title)`. */
export function useExit(to: string, label: string): void {
  const set = use(ExitContext);
  useEffect(() => {
    set({ to, label });
    return () => set(null);
  }, [set, to, label]);
}
