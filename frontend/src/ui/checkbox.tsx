import { Check, Minus } from 'lucide-react';
import { Checkbox as Base } from 'radix-ui';
import { useId, type ComponentProps, type ReactNode } from 'react';
import { cn } from './cn';

interface Props extends Omit<ComponentProps<typeof Base.Root>, 'children' | 'onChange'> {
  label: ReactNode;
  hint?: ReactNode;
  /** The label is read aloud only, as in the first column of a table. */
  labelHidden?: boolean;
}

/** Waits for Save; what acts at once is a Switch. */
export function Checkbox({ label, hint, labelHidden = false, id, className, ...rest }: Props) {
  const made = useId();
  const own = id ?? made;
  return (
    <div className={cn('flex items-start gap-3', className)}>
      <Base.Root
        id={own}
        data-slot="checkbox"
        {...rest}
        className={cn(
          'relative mt-0.5 grid size-5 shrink-0 place-items-center rounded-chip border border-control bg-surface text-on-accent',
          'transition-colors duration-120 hover:border-accent before:absolute before:-inset-3',
          'data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent',
          'aria-invalid:border-danger disabled:opacity-55',
        )}
      >
        <Base.Indicator className="group">
          <Check aria-hidden strokeWidth={3} className="size-3.5 group-data-[state=indeterminate]:hidden" />
          <Minus aria-hidden strokeWidth={3} className="hidden size-3.5 group-data-[state=indeterminate]:block" />
        </Base.Indicator>
      </Base.Root>
      <label htmlFor={own} className={cn('min-w-0 text-16', labelHidden && 'sr-only')}>
        {label}
        {hint !== undefined && <span className="block text-14 text-ink-muted">{hint}</span>}
      </label>
    </div>
  );
}
