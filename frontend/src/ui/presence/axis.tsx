import { cn } from '@/ui/cn';
import { formatWhen } from '@/lib/format/time';
import { ticksOf, type Frame } from '@/lib/presence-geometry';

/** Round times above presence bars, in the event's zone. */
export function Axis({ frame, zone }: { frame: Frame; zone: string }) {
  return (
    <div aria-hidden className="relative h-6 overflow-hidden text-12 text-ink-muted tabular-nums">
      {ticksOf(frame, 6).map(({ at, start }, nth) => (
        <span
          key={start}
          className={cn('absolute whitespace-nowrap', nth % 2 === 1 && 'max-sm:hidden', start > 90 ? '-translate-x-full rtl:translate-x-full' : start > 5 && '-translate-x-1/2 rtl:translate-x-1/2')}
          style={{ insetInlineStart: `${start}%` }}
        >
          {formatWhen(at, zone, 'clock')}
        </span>
      ))}
    </div>
  );
}
