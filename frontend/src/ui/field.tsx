import { CircleAlert } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { cn } from './cn';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';

/** What a Field hands to its control; spread it. */
export interface ControlProps {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  'aria-required': true | undefined;
}

interface Props {
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  optional?: boolean;
  /** It narrows a list, or always has a value: there is nothing to require, so nothing is said of that. */
  filter?: boolean;
  /** The label is read aloud but not shown, where a heading already says it. */
  labelHidden?: boolean;
  /** For a group of controls (radios, date with time): a fieldset with a legend. */
  group?: boolean;
  className?: string;
  children: (control: ControlProps) => ReactNode;
}

/** Owns ids and descriptions. The error is added below; the hint stays. */
export function Field({ label, hint, error, optional = false, filter = false, labelHidden, group = false, className, children }: Props) {
  const t = useText(messages);
  const id = useId();
  const hintId = hint === undefined ? null : `${id}-hint`;
  const errorId = error === undefined ? null : `${id}-error`;
  const described = [hintId, errorId].filter(Boolean).join(' ');
  const Box = group ? 'fieldset' : 'div';
  const Label = group ? 'legend' : 'label';
  return (
    <Box data-slot="field" className={cn('min-w-0', className)} {...(group && { 'aria-describedby': described || undefined })}>
      <Label
        {...(!group && { htmlFor: id })}
        className={cn('mb-1 block text-16 font-semibold text-ink', labelHidden && 'sr-only')}
      >
        {label}
        {optional && <span className="ms-1.5 font-normal text-ink-muted">{t('optional')}</span>}
      </Label>
      {hintId !== null && (
        <p id={hintId} className="mb-2 max-w-prose text-14 text-ink-muted">
          {hint}
        </p>
      )}
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error === undefined ? undefined : true,
        'aria-required': optional || filter ? undefined : true,
      })}
      {errorId !== null && <FieldError id={errorId}>{error}</FieldError>}
    </Box>
  );
}

export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className="mt-1.5 flex gap-1.5 text-14 font-semibold text-danger">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>{children}</span>
    </p>
  );
}
