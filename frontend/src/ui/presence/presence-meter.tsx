import messages from './messages.en.json';
import { cn } from '@/ui/cn';
import { formatDuration } from '@/lib/format/quantity';
import { useText } from '@/lib/i18n/use-text';

interface Props {
  counted: number;
  needed: number;
  /** All that could count, in seconds as the others. */
  window: number;
  /** What is measured, read aloud: the person or the session. */
  label: string;
  className?: string;
}

const share = (part: number, whole: number): number => (whole > 0 ? Math.min(100, Math.max(0, (part / whole) * 100)) : 0);

/** How much was counted, with a line where it is enough; when it was is the bar's matter. */
export function PresenceMeter({ counted, needed, window, label, className }: Props) {
  const t = useText(messages);
  const words = t('countedOf', { counted: formatDuration(counted), needed: formatDuration(needed) });
  return (
    <div className={cn('min-w-0 space-y-1', className)}>
      <p className="text-14 text-ink-muted tabular-nums">{words}</p>
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(window, 1)}
        aria-valuenow={Math.min(counted, Math.max(window, 1))}
        aria-valuetext={words}
        className="relative h-3"
      >
        <div className="absolute inset-x-0 inset-y-0.5 overflow-hidden rounded-full border border-control bg-sunken">
          <div className={cn('h-full', counted >= needed ? 'bg-success' : 'bg-warning')} style={{ width: `${share(counted, window)}%` }} />
        </div>
        <div className="absolute inset-y-0 w-0.5 -translate-x-1/2 bg-ink rtl:translate-x-1/2" style={{ insetInlineStart: `${share(needed, window)}%` }} />
      </div>
    </div>
  );
}
