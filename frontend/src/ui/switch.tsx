import { Switch as Base } from 'radix-ui';
import { useId, type ComponentProps, type ReactNode } from 'react';
import { cn } from './cn';

interface Props extends Omit<ComponentProps<typeof Base.Root>, 'children'> {
  label: ReactNode;
  hint?: ReactNode;
}

/** Acts at once. */
export function Switch({ label, hint, id, className, ...rest }: Props) {
  const made = useId();
  const own = id ?? made;
  return (
    <div className={cn('flex items-start justify-between gap-4', className)}>
      <label htmlFor={own} className="min-w-0">
        <span className="font-semibold">{label}</span>
        {hint !== undefined && <span className="block text-14 text-ink-muted">{hint}</span>}
      </label>
      <Base.Root
        id={own}
        data-slot="switch"
        {...rest}
        className={cn(
          'relative inline-flex h-6 w-11 shrink-0 items-center rounded-full border border-control bg-sunken transition-colors duration-120',
          'before:absolute before:-inset-2 data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:opacity-55',
        )}
      >
        <Base.Thumb
          className={cn(
            'block size-4 translate-x-1 rounded-full bg-control transition-transform duration-120 rtl:-translate-x-1',
            'data-[state=checked]:translate-x-[1.375rem] data-[state=checked]:bg-on-accent rtl:data-[state=checked]:-translate-x-[1.375rem]',
          )}
        />
      </Base.Root>
    </div>
  );
}
