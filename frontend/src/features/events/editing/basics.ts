import * as z from 'zod/mini';
import type messages from './messages.en.json';
import type { UpdateEvent, Event } from '@/features/events/api';
import type { Text } from '@/lib/i18n/use-text';

export interface Basics {
  title: string;
  type: Event['type'];
  start: { date: string; time: string; zone: string };
  minutes: number | null;
  format: Event['format'];
  join: 'zoom' | 'link';
  online_url: string;
  venue_name: string;
  venue_address: string;
  visibility: Event['visibility'];
}

export const TYPES = ['webinar', 'workshop', 'training', 'lecture', 'conference', 'other'] as const;
export const FORMATS = ['online', 'in_person', 'hybrid'] as const;
export const VISIBILITIES = ['public', 'unlisted', 'private'] as const;

export function basicsOf(event: Event): Basics {
  return {
    title: event.title,
    type: event.type,
    start: { date: event.starts_local.slice(0, 10), time: event.starts_local.slice(11, 16), zone: event.time_zone },
    minutes: Math.round((Date.parse(event.ends_at) - Date.parse(event.starts_at)) / 60_000),
    format: event.format,
    join: event.zoom_planned || event.online_url == null ? 'zoom' : 'link',
    online_url: event.online_url ?? '',
    venue_name: event.venue_name ?? '',
    venue_address: event.venue_address ?? '',
    visibility: event.visibility,
  };
}

export function basicsSchema(t: Text<keyof typeof messages>) {
  return z
    .object({
      title: z.string().check(z.trim(), z.minLength(1, t('titleMissing')), z.maxLength(200)),
      type: z.enum(TYPES),
      start: z
        .object({ date: z.string(), time: z.string(), zone: z.string() })
        .check(z.refine(({ date, time }) => date !== '' && time !== '', t('startMissing'))),
      minutes: z.nullable(z.number()),
      format: z.enum(FORMATS),
      join: z.enum(['zoom', 'link']),
      online_url: z.string().check(z.trim()),
      venue_name: z.string().check(z.trim()),
      venue_address: z.string().check(z.trim()),
      visibility: z.enum(VISIBILITIES),
    })
    .check(
      z.refine(({ minutes }) => minutes !== null && minutes >= 5, { path: ['minutes'], message: t('minutesWrong') }),
      z.refine(({ format, join, online_url: url }) => format === 'in_person' || join === 'zoom' || /^https:\/\/\S+\.\S+/.test(url), {
        path: ['online_url'],
        message: t('urlMissing'),
      }),
      z.refine(({ format, venue_name: venue }) => format === 'online' || venue !== '', { path: ['venue_name'], message: t('venueMissing') }),
    );
}

const text = (value: string): string | null => (value === '' ? null : value);

/** Only what differs is sent, so that nobody else's change is overwritten without need. */
export function changesOf(values: Basics, event: Event): UpdateEvent {
  const before = basicsOf(event);
  const body: UpdateEvent = {};
  if (values.title !== before.title) body.title = values.title;
  if (values.type !== before.type) body.type = values.type;
  if (values.visibility !== before.visibility) body.visibility = values.visibility;
  if (values.start.zone !== before.start.zone) body.time_zone = values.start.zone;
  const moved = values.start.date !== before.start.date || values.start.time !== before.start.time;
  if (moved) body.local_start = `${values.start.date}T${values.start.time}`;
  if (event.session_count === 1 && (values.minutes !== before.minutes || moved)) body.local_end = endOf(values);
  return Object.assign(body, placeOf(values, before, event));
}

function endOf({ start, minutes }: Basics): string {
  return new Date(Date.parse(`${start.date}T${start.time}:00Z`) + (minutes ?? 60) * 60_000).toISOString().slice(0, 16);
}

function placeOf(values: Basics, before: Basics, event: Event): UpdateEvent {
  const online = values.format !== 'in_person';
  const place = values.format !== 'online';
  const body: UpdateEvent = {};
  if (values.format !== before.format) body.format = values.format;
  const zoom = online && values.join === 'zoom';
  if (zoom !== event.zoom_planned) body.zoom_planned = zoom;
  const url = online && !zoom ? text(values.online_url) : null;
  if (url !== (event.online_url ?? null)) body.online_url = url;
  const venue = place ? text(values.venue_name) : null;
  if (venue !== (event.venue_name ?? null)) body.venue_name = venue;
  const address = place ? text(values.venue_address) : null;
  if (address !== (event.venue_address ?? null)) body.venue_address = address;
  return body;
}
