import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn';
import { inputStyle } from './input-style';

export interface Option {
  value: string;
  label: string;
  disabled?: boolean;
}

interface Props extends Omit<ComponentProps<'select'>, 'children' | 'size'> {
  options: Option[];
  /** Shown while nothing is chosen; "None" is an option of its own, never this. */
  placeholder?: string;
}

/** The native list: best on touch and with a keyboard. From 12 options on use Combobox. */
export function Select({ options, placeholder, className, ...rest }: Props) {
  return (
    <div className="relative">
      <select data-slot="select" {...rest} className={cn(inputStyle, 'appearance-none truncate pe-10', className)}>
        {placeholder !== undefined && (
          <option value="" disabled>
            {placeholder}
          </option>
        )}
        {options.map(({ value, label, disabled }) => (
          <option key={value} value={value} disabled={disabled}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute inset-y-0 end-3 my-auto size-4.5 text-ink-muted" />
    </div>
  );
}
