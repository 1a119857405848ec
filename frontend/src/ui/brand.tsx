import { cn } from './cn';

/** Our mark and name. The seal is not used here: it means "verified" (UX-5). */
interface Props {
  className?: string;
  /** Only the mark below this width; the name is still read aloud. */
  markBelow?: 'sm' | 'lg';
}

export function Brand({ className, markBelow }: Props) {
  return (
    <span className={cn('inline-flex items-center gap-2 text-20 font-bold tracking-[-0.01em] text-ink', className)}>
      <svg aria-hidden viewBox="0 0 32 32" className="size-7 text-accent">
        <rect width="32" height="32" rx="8" fill="currentColor" />
        <path
          d="M9.5 23.5 16 8.5l6.5 15M12 18.7h8"
          fill="none"
          stroke="var(--on-accent)"
          strokeWidth="2.75"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span className={cn(markBelow === 'sm' && 'max-sm:sr-only', markBelow === 'lg' && 'max-lg:sr-only')}>Accredit</span>
    </span>
  );
}
