import type { ComponentProps, ReactElement } from 'react';
import { cn } from './cn';

interface Props extends Omit<ComponentProps<'button'>, 'aria-label' | 'children'> {
  /** Its name: read aloud, and shown on hover and focus. */
  label: string;
  icon: ReactElement;
  size?: 'small' | 'medium';
}

export function IconButton({ label, icon, size = 'medium', className, ...rest }: Props) {
  return (
    <button
      type="button"
      data-slot="icon-button"
      aria-label={label}
      {...rest}
      className={cn(
        'tip inline-grid shrink-0 place-items-center rounded-control text-ink-muted transition-colors duration-120',
        'hover:bg-sunken hover:text-ink aria-expanded:bg-sunken disabled:opacity-55 [&_svg]:size-5',
        size === 'small' ? 'size-8 pointer-coarse:size-11' : 'size-10 pointer-coarse:size-11',
        className,
      )}
    >
      {icon}
    </button>
  );
}
