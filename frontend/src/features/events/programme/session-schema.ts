import * as z from 'zod/mini';
import type messages from './messages.en.json';
import type { Event, Session, SessionBody } from '@/features/events/api';
import type { Text } from '@/lib/i18n/use-text';

export interface SessionValues {
  title: string;
  start: { date: string; time: string; zone: string };
  minutes: number | null;
  room: string;
  track: string;
  mandatory: boolean;
  creditable: boolean;
  breaks: { from: string; to: string }[];
}

export function sessionSchema(t: Text<keyof typeof messages>) {
  return z.object({
    title: z.string().check(z.trim(), z.minLength(1, t('titleMissing')), z.maxLength(200)),
    start: z
      .object({ date: z.string(), time: z.string(), zone: z.string() })
      .check(z.refine(({ date, time }) => date !== '' && time !== '', t('dayMissing'))),
    minutes: z.nullable(z.number()).check(z.refine((minutes) => minutes !== null && minutes >= 5 && minutes <= 1440, t('minutesWrong'))),
    room: z.string(),
    track: z.string(),
    mandatory: z.boolean(),
    creditable: z.boolean(),
    breaks: z.array(z.object({ from: z.string(), to: z.string().check(z.minLength(1, t('breakWrong'))) })),
  });
}

const timeOf = (local: string | undefined): string => local?.slice(11, 16) ?? '';

export function valuesOf(session: Session | null, event: Event, last?: Session): SessionValues {
  const local = session?.starts_local ?? last?.ends_local ?? event.starts_local;
  return {
    title: session?.title ?? '',
    start: { date: local.slice(0, 10), time: timeOf(local), zone: event.time_zone },
    minutes: session ? Math.round((Date.parse(session.ends_at) - Date.parse(session.starts_at)) / 60_000) : 60,
    room: session?.room ?? '',
    track: session?.track ?? '',
    mandatory: session?.mandatory ?? true,
    creditable: session?.creditable ?? true,
    breaks: session?.breaks.map((one) => ({ from: timeOf(one.starts_local), to: timeOf(one.ends_local) })) ?? [],
  };
}

/** A break is given by its times alone: before the session's start it is on the next day. */
function onDay({ date, time }: { date: string; time: string }, at: string): string {
  if (at >= time) return `${date}T${at}`;
  return `${new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)}T${at}`;
}

export function bodyOf({ title, start, minutes, room, track, mandatory, creditable, breaks }: SessionValues): SessionBody {
  const end = Date.parse(`${start.date}T${start.time}:00Z`) + (minutes ?? 60) * 60_000;
  return {
    title,
    local_start: `${start.date}T${start.time}`,
    local_end: new Date(end).toISOString().slice(0, 16),
    room: room.trim() === '' ? null : room.trim(),
    track: track.trim() === '' ? null : track.trim(),
    mandatory,
    creditable,
    breaks: breaks.map(({ from, to }) => ({ local_start: onDay(start, from), local_end: onDay(start, to) })),
  };
}
