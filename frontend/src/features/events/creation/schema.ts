import * as z from 'zod/mini';
import type messages from './messages.en.json';
import type { CreateEvent } from '@/features/events/api';
import type { Text } from '@/lib/i18n/use-text';

export interface Sheet {
  title: string;
  start: { date: string; time: string; zone: string };
  join: 'zoom' | 'link' | 'place';
  host: string;
  online_url: string;
  venue_name: string;
  venue_address: string;
  duration: number | null;
  capacity: number | null;
  waitlist_max: number | null;
  visibility: 'public' | 'unlisted' | 'private';
  credit: string;
  reminders: 'standard' | 'hour' | 'none';
}

/** "None" is a value of its own, never an empty one. */
export const NO_CREDIT = 'none';
export const REMINDERS: Record<Sheet['reminders'], number[]> = { standard: [1440, 60], hour: [60], none: [] };

export function schemaOf(t: Text<keyof typeof messages>) {
  const between = (low: number, high: number, message: string) => z.number(message).check(z.gte(low, message), z.lte(high, message));
  return z
    .object({
      title: z.string().check(z.trim(), z.minLength(1, t('nameMissing')), z.maxLength(200, t('nameLong'))),
      start: z
        .object({ date: z.string(), time: z.string(), zone: z.string() })
        .check(z.refine(({ date, time }) => date !== '' && time !== '', t('startMissing'))),
      join: z.enum(['zoom', 'link', 'place']),
      host: z.string(),
      online_url: z.string().check(z.trim()),
      venue_name: z.string().check(z.trim()),
      venue_address: z.string().check(z.trim()),
      duration: between(5, 1440, t('durationWrong')),
      capacity: z.nullable(between(1, 100_000, t('capacityWrong'))),
      waitlist_max: between(0, 10_000, t('waitlistWrong')),
      visibility: z.enum(['public', 'unlisted', 'private']),
      credit: z.string(),
      reminders: z.enum(['standard', 'hour', 'none']),
    })
    .check(
      z.refine(({ join, online_url: url }) => join !== 'link' || /^https:\/\/\S+\.\S+/.test(url), {
        path: ['online_url'],
        message: t('urlMissing'),
        when: () => true,
      }),
      z.refine(({ join, venue_name: venue }) => join !== 'place' || venue !== '', {
        path: ['venue_name'],
        message: t('venueMissing'),
        when: () => true,
      }),
    );
}

export type Checked = z.infer<ReturnType<typeof schemaOf>>;

/** What the server is asked to make: local times go with their zone, it resolves them (UX-38). */
export function bodyOf(sheet: Checked): CreateEvent {
  const { start, duration } = sheet;
  return {
    title: sheet.title,
    local_start: `${start.date}T${start.time}`,
    local_end: localEnd(start.date, start.time, duration),
    time_zone: start.zone,
    join: joinOf(sheet),
    visibility: sheet.visibility,
    capacity: sheet.capacity,
    ...(sheet.capacity !== null && { waitlist_max: sheet.waitlist_max }),
  };
}

function joinOf({ join, online_url: url, venue_name: venue, venue_address: address }: Checked): CreateEvent['join'] {
  if (join === 'link') return { kind: 'link', online_url: url };
  if (join === 'place') return { kind: 'place', venue_name: venue, ...(address !== '' && { venue_address: address }) };
  return { kind: 'zoom' };
}

/** The wall clock at the end: read as UTC only to add minutes, never to place it in time. */
export function localEnd(date: string, time: string, minutes: number): string {
  return new Date(Date.parse(`${date}T${time}:00Z`) + minutes * 60_000).toISOString().slice(0, 16);
}

export const RENAME: Record<string, string> = {
  '/local_start': 'start',
  '/local_end': 'duration',
  '/time_zone': 'start',
  '/join/online_url': 'online_url',
  '/join/venue_name': 'venue_name',
  '/join/venue_address': 'venue_address',
};
