import { cn } from './cn';
import { formatCount } from '@/lib/format/quantity';

export function CountBadge({ count, tone = 'neutral' }: { count: number; tone?: 'neutral' | 'accent' }) {
  return (
    <span
      className={cn(
        'inline-flex h-5 min-w-5 items-center justify-center rounded-full px-1.5 text-12 font-semibold tabular-nums',
        tone === 'accent' ? 'bg-accent text-on-accent' : 'bg-sunken text-ink-muted',
      )}
    >
      {formatCount(count)}
    </span>
  );
}
