import { RadioGroup as Base } from 'radix-ui';
import { useId, type ComponentProps, type ReactNode } from 'react';
import { cn } from './cn';

export interface Choice {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  icon?: ReactNode;
  disabled?: boolean;
}

interface Props extends Omit<ComponentProps<typeof Base.Root>, 'children'> {
  choices: Choice[];
  /** `card` for plans, tickets and kinds; `plain` for short lists. */
  look?: 'card' | 'plain';
  columns?: 1 | 2 | 3;
}

const COLUMNS = { 1: 'grid-cols-[minmax(0,1fr)]', 2: 'grid-cols-[minmax(0,1fr)] sm:grid-cols-2', 3: 'grid-cols-[minmax(0,1fr)] sm:grid-cols-3' };

export function RadioGroup({ choices, look = 'plain', columns = 1, className, ...rest }: Props) {
  return (
    <Base.Root data-slot="radio-group" {...rest} className={cn('grid gap-3', COLUMNS[columns], className)}>
      {choices.map((choice) => (
        <Radio key={choice.value} card={look === 'card'} {...choice} />
      ))}
    </Base.Root>
  );
}

function Radio({ card, value, label, hint, icon, disabled }: Choice & { card: boolean }) {
  const id = useId();
  return (
    <div
      className={cn(
        'relative flex items-start gap-3',
        card && [
          'rounded-control border border-control bg-surface p-4 transition-colors duration-120 hover:border-accent',
          'has-data-[state=checked]:border-accent has-data-[state=checked]:bg-accent-soft has-data-[state=checked]:shadow-[inset_0_0_0_1px_var(--accent)]',
          disabled && 'opacity-55',
        ],
      )}
    >
      <Base.Item
        id={id}
        value={value}
        disabled={disabled}
        className={cn(
          'mt-0.5 grid size-5 shrink-0 place-items-center rounded-full border border-control bg-surface',
          'transition-colors duration-120 data-[state=checked]:border-accent',
        )}
      >
        <Base.Indicator className="size-2.5 rounded-full bg-accent" />
      </Base.Item>
      <label htmlFor={id} className={cn('min-w-0 flex-1 break-words', card && 'after:absolute after:inset-0')}>
        <span className="flex items-center gap-2 font-semibold [&_svg]:size-4.5 [&_svg]:text-accent">
          {icon}
          {label}
        </span>
        {hint !== undefined && <span className="block text-14 text-ink-muted">{hint}</span>}
      </label>
    </div>
  );
}
