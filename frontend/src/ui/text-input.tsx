import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';
import { inputStyle } from './input-style';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';

interface Props extends Omit<ComponentProps<'input'>, 'prefix' | 'size'> {
  prefix?: ReactNode;
  suffix?: ReactNode;
}

export function TextInput({ prefix, suffix, className, type = 'text', ...rest }: Props) {
  const input = (
    <input
      data-slot="input"
      type={type}
      {...rest}
      className={cn(inputStyle, prefix !== undefined && 'ps-10', suffix !== undefined && 'pe-16', className)}
    />
  );
  if (prefix === undefined && suffix === undefined) return input;
  return (
    <div className="relative">
      {prefix !== undefined && <Adornment side="start">{prefix}</Adornment>}
      {input}
      {suffix !== undefined && <Adornment side="end">{suffix}</Adornment>}
    </div>
  );
}

function Adornment({ side, children }: { side: 'start' | 'end'; children: ReactNode }) {
  return (
    <span
      className={cn(
        'pointer-events-none absolute inset-y-0 grid place-items-center text-ink-muted [&_svg]:size-4.5',
        side === 'start' ? 'start-0 w-10' : 'end-0 pe-3',
      )}
    >
      {children}
    </span>
  );
}

interface AreaProps extends ComponentProps<'textarea'> {
  /** Shows how much of `maxLength` is used. */
  counter?: boolean;
}

export function TextArea({ className, counter = false, maxLength, rows = 4, ...rest }: AreaProps) {
  const t = useText(messages);
  const used = typeof rest.value === 'string' ? rest.value.length : 0;
  return (
    <>
      <textarea
        data-slot="textarea"
        rows={rows}
        maxLength={maxLength}
        {...rest}
        className={cn(inputStyle, 'h-auto! field-sizing-content min-h-24 resize-y py-2', className)}
      />
      {counter && maxLength !== undefined && (
        <p className="mt-1 text-end text-12 text-ink-muted tabular-nums">{t('characters', { used, limit: maxLength })}</p>
      )}
    </>
  );
}
