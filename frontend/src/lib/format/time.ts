/** Times with their zone always named; the browser computes no offset of its own (UX-38). */
import { formatLocale } from '@/lib/i18n/locale';

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export type WhenStyle = 'date' | 'short' | 'long' | 'time' | 'clock' | 'exact';

const STYLES: Record<WhenStyle, Intl.DateTimeFormatOptions> = {
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  short: { day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' },
  long: { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit' },
  time: { hour: 'numeric', minute: '2-digit' },
  clock: { hour: 'numeric', minute: '2-digit' },
  exact: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

/** On an axis and in a table whose zone stands in its head, a time need not repeat it. */
const UNNAMED: WhenStyle[] = ['date', 'clock', 'exact'];

export function formatWhen(at: string | Date, zone: string, style: WhenStyle = 'short'): string {
  const named = UNNAMED.includes(style) ? {} : { timeZoneName: 'short' as const };
  return new Intl.DateTimeFormat(formatLocale(), { ...STYLES[style], ...named, timeZone: zone }).format(new Date(at));
}

export function formatRange(from: string | Date, to: string | Date, zone: string): string {
  return new Intl.DateTimeFormat(formatLocale(), { ...STYLES.long, timeZoneName: 'short', timeZone: zone }).formatRange(
    new Date(from),
    new Date(to),
  );
}

/** A calendar date of a certificate or an entry: it never shifts with a zone. */
export function formatDate(date: string, style: 'medium' | 'long' = 'medium'): string {
  const day = date.slice(0, 10);
  return new Intl.DateTimeFormat(formatLocale(), { dateStyle: style, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** "November 2026": the month of a calendar date. */
export function formatMonth(date: string): string {
  return new Intl.DateTimeFormat(formatLocale(), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${date.slice(0, 10)}T00:00:00Z`));
}

/** "Zurich (GMT+1)": the city of a zone with its offset at that moment. */
export function formatZone(zone: string, at: string | Date = new Date()): string {
  const offset = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' })
    .formatToParts(new Date(at))
    .find((part) => part.type === 'timeZoneName')?.value;
  const city = zone.slice(zone.lastIndexOf('/') + 1).replace(/_/g, ' ');
  return offset === undefined || offset === city ? city : `${city} (${offset})`;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "in 3 days", "2 hours ago". */
export function formatRelative(at: string | Date, now: Date): string {
  const seconds = (new Date(at).getTime() - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(formatLocale(), { numeric: 'auto' });
  const [unit, size] = STEPS.find(([, step]) => Math.abs(seconds) >= step) ?? ['second', 1];
  return format.format(Math.trunc(seconds / size), unit);
}
