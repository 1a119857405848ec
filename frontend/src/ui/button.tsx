import { LoaderCircle } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';

const BASE = [
  'relative inline-flex shrink-0 items-center justify-center gap-2 rounded-control font-semibold whitespace-nowrap select-none',
  // A label longer than a phone is wide goes on in a second line.
  'max-sm:max-w-full max-sm:py-1 max-sm:whitespace-normal',
  'border border-transparent transition-[background-color,border-color,color,transform] duration-120 ease-out no-underline',
  'active:scale-[0.985] disabled:pointer-events-none aria-disabled:pointer-events-none disabled:opacity-55 aria-disabled:opacity-55',
  '[&_svg]:size-4.5 [&_svg]:shrink-0',
];

const VARIANTS = {
  primary: 'bg-accent text-on-accent shadow-raised hover:bg-accent-hover',
  secondary: 'border-control bg-surface text-ink hover:bg-sunken',
  quiet: 'text-accent hover:bg-accent-soft hover:text-on-accent-soft',
  danger: 'bg-danger text-on-danger shadow-raised hover:bg-danger-hover',
};

const SIZES = {
  small: 'min-h-8 px-3 text-14 pointer-coarse:min-h-11',
  medium: 'min-h-10 px-4 text-16 pointer-coarse:min-h-11',
  large: 'min-h-12 px-6 text-18',
};

export interface ButtonStyle {
  /** Primary once a view. */
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
  wide?: boolean;
}

export function buttonStyle({ variant = 'secondary', size = 'medium', wide = false }: ButtonStyle): string {
  return cn(BASE, VARIANTS[variant], SIZES[size], wide && 'w-full');
}

interface Props extends ComponentProps<'button'>, ButtonStyle {
  /** In flight: keeps width and label, refuses further presses. */
  busy?: boolean;
  /** Why it cannot act now; shown beside the button and read with it. */
  reason?: ReactNode;
}

export function Button({ variant, size, wide, busy = false, reason, className, children, onClick, ...rest }: Props) {
  const t = useText(messages);
  const stopped = busy || reason !== undefined;
  const button = (
    <button
      type="button"
      data-slot="button"
      {...rest}
      aria-disabled={stopped || undefined}
      aria-busy={busy || undefined}
      onClick={stopped ? (event) => event.preventDefault() : onClick}
      className={cn(buttonStyle({ variant, size, wide }), className)}
    >
      <span className={cn('inline-flex items-center gap-2', busy && 'opacity-0')}>{children}</span>
      {busy && (
        <span className="absolute inset-0 grid place-items-center">
          <LoaderCircle aria-hidden className="animate-spin motion-reduce:animate-none" />
          <span className="sr-only">{t('busy')}</span>
        </span>
      )}
    </button>
  );
  if (reason === undefined) return button;
  return (
    <span className={cn('inline-flex flex-wrap items-center gap-x-3 gap-y-1', wide && 'w-full')}>
      {button}
      <span className="text-14 text-ink-muted">{reason}</span>
    </span>
  );
}
