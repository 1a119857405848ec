import { localTime, moments } from '@/lib/format/clock-change';

/** A moment as a field of date and time shows it in the event's zone; nothing is ''. */
export function localOf(at: string | null | undefined, zone: string): string {
  if (at == null) return '';
  const { date, time } = localTime(at, zone);
  return `${date}T${time}`;
}

/** Windows and prices are moments to the server, and a moment of the event's zone is what the person means. */
export const momentOf = (local: string, zone: string): string | null =>
  local === '' ? null : (moments({ date: local.slice(0, 10), time: local.slice(11, 16), zone })[0]?.toISOString() ?? null);
