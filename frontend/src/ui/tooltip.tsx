import { Tooltip as Base } from 'radix-ui';
import type { ReactElement } from 'react';

/** Repeats what a control says; never the only place of a fact. */
export function Tooltip({ text, children }: { text: string; children: ReactElement }) {
  return (
    <Base.Provider delayDuration={400} skipDelayDuration={200}>
      <Base.Root>
        <Base.Trigger asChild>{children}</Base.Trigger>
        <Base.Portal>
          <Base.Content
            sideOffset={6}
            collisionPadding={8}
            className="z-toast max-w-xs animate-appear rounded-chip bg-ink px-2 py-1 text-14 text-canvas shadow-floating"
          >
            {text}
          </Base.Content>
        </Base.Portal>
      </Base.Root>
    </Base.Provider>
  );
}
