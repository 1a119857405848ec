import { ExternalLink } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Link, type LinkProps } from 'react-router';
import { buttonStyle, type ButtonStyle } from './button';
import { cn } from './cn';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { preload } from '@/lib/preload';

const LINK =
  'text-accent underline decoration-accent/40 decoration-1 underline-offset-[0.2em] hover:text-accent-hover hover:decoration-current rounded-chip';

/** A link inside the app: its code and data load when it is hovered, focused or touched. */
export function TextLink({ className, quiet = false, ...rest }: LinkProps & { quiet?: boolean }) {
  return <AppLink {...rest} className={cn(LINK, quiet && 'decoration-transparent', className)} />;
}

/** The bare link for cards, rows and navigation; it preloads like every in-app link. */
export function AppLink({ to, ...rest }: LinkProps) {
  const early = () => preload(typeof to === 'string' ? to : (to.pathname ?? ''));
  return <Link to={to} {...rest} onPointerEnter={early} onFocus={early} onTouchStart={early} />;
}

/** Looks like a button, goes somewhere. */
export function ButtonLink({ variant, size, wide, className, ...rest }: LinkProps & ButtonStyle) {
  return <AppLink {...rest} className={cn(buttonStyle({ variant, size, wide }), className)} />;
}

export function ExternalTextLink({ className, children, ...rest }: ComponentProps<'a'> & { href: string }) {
  const t = useText(messages);
  return (
    <a {...rest} target="_blank" rel="noreferrer" className={cn(LINK, className)}>
      {children}
      <ExternalLink aria-hidden className="ms-1 inline size-[0.9em] align-[-0.05em]" />
      <span className="sr-only"> {t('newTab')}</span>
    </a>
  );
}
