import { Popover as Base } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

interface Props {
  trigger: ReactElement;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  label: string;
}

export function Popover({ trigger, children, align = 'start', label }: Props) {
  return (
    <Base.Root>
      <Base.Trigger asChild>{trigger}</Base.Trigger>
      <Base.Portal>
        <Base.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className="z-dialog max-h-[70dvh] w-80 max-w-[calc(100vw-1rem)] animate-appear overflow-y-auto rounded-control border border-line bg-raised p-4 text-16 shadow-floating"
        >
          {children}
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  );
}
