/** Money, When, Duration and Credits: the only way to print these four (UX-39). */
import { cn } from './cn';
import messages from './messages.en.json';
import { formatMoney } from '@/lib/format/money';
import { formatCredits, formatDuration, formatExactDuration } from '@/lib/format/quantity';
import { formatDate, formatRange, formatRelative, formatWhen, ownZone, type WhenStyle } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';

/** Unknown is "–" with a reason, never 0 (UX-26). */
export function Unknown({ reason }: { reason?: string }) {
  const t = useText(messages);
  return (
    <span title={reason ?? t('unknown')}>
      <span aria-hidden>–</span>
      <span className="sr-only">{reason ?? t('unknown')}</span>
    </span>
  );
}

/** From left to right in every script: the sign stays before the figures, the currency behind them. */
export function Money({ amount, currency }: { amount: number | null; currency: string }) {
  return amount === null ? <Unknown /> : <span dir="ltr" className="whitespace-nowrap tabular-nums">{formatMoney(amount, currency)}</span>;
}

/** Whole minutes, down; `exact` where a second decides or explains. */
export function Duration({ seconds, exact = false }: { seconds: number | null; exact?: boolean }) {
  if (seconds === null) return <Unknown />;
  return <span className="whitespace-nowrap tabular-nums">{exact ? formatExactDuration(seconds) : formatDuration(seconds)}</span>;
}

export function Credits({ amount, unit }: { amount: string | number | null; unit: string }) {
  return amount === null ? <Unknown /> : <span className="tabular-nums">{formatCredits(amount, unit)}</span>;
}

/** A calendar date that never shifts, as on certificates. */
export function CalendarDate({ date, style }: { date: string | null; style?: 'medium' | 'long' }) {
  return date === null ? <Unknown /> : <time dateTime={date}>{formatDate(date, style)}</time>;
}

interface WhenProps {
  at: string;
  to?: string;
  /** The event's zone. */
  zone?: string;
  /** Attendees see their own zone first, organizers the event's (UX-38). */
  first?: 'own' | 'event';
  style?: WhenStyle;
  className?: string;
}

/** A moment with its zone named; the second zone follows when the two differ. */
export function When({ at, to, zone, first = 'own', style = 'short', className }: WhenProps) {
  const t = useText(messages);
  const own = ownZone();
  const print = (in_: string) => (to === undefined ? formatWhen(at, in_, style) : formatRange(at, to, in_));
  const main = first === 'event' && zone !== undefined ? zone : own;
  const other = zone === undefined || sameClock(at, own, zone) ? null : main === own ? zone : own;
  return (
    <span className={cn('tabular-nums', className)}>
      <time dateTime={at}>{print(main)}</time>
      {other !== null && (
        <span className="block text-14 font-normal text-ink-muted">
          {print(other)} · {other === own ? t('yourTime') : t('eventTime')}
        </span>
      )}
    </span>
  );
}

/** "in 3 days"; the exact time stands in its title. */
export function Relative({ at, now }: { at: string; now: Date }) {
  return (
    <time dateTime={at} title={formatWhen(at, ownZone(), 'long')}>
      {formatRelative(at, now)}
    </time>
  );
}

function sameClock(at: string, one: string, two: string): boolean {
  return one === two || formatWhen(at, one, 'short').replace(/ [^ ]+$/, '') === formatWhen(at, two, 'short').replace(/ [^ ]+$/, '');
}
