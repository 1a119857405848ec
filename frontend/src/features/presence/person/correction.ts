/** What a correction asks for: the values of its form, and what is sent. */
import * as z from 'zod/mini';
import type messages from './messages.en.json';
import type { Preset, Segment } from './preset';
import type { Adjust, AdjustKind, Detail } from '@/features/presence/api';
import { localTime, moments, type LocalTime } from '@/lib/format/clock-change';
import type { Text } from '@/lib/i18n/use-text';
import type { Interval } from '@/lib/presence-geometry';

export interface Values {
  kind: AdjustKind;
  /** Empty means the whole event. */
  session: string;
  start: LocalTime;
  end: LocalTime;
  reason: string;
}

export const CHOICES = ['add', 'remove', 'excuse', 'override_met', 'override_not_met'] as const satisfies AdjustKind[];
export const isTimed = (kind: AdjustKind): boolean => kind === 'add' || kind === 'remove';
export const needsSession = (kind: AdjustKind): boolean => isTimed(kind) || kind === 'excuse';

export function valuesOf(preset: Preset, { event, person }: Detail): Values {
  const span = preset.span ?? person.sessions[0]?.window ?? { from: event.starts_at, to: event.ends_at };
  return {
    kind: preset.kind,
    session: preset.session ?? '',
    start: localTime(span.from, event.time_zone),
    end: localTime(span.to, event.time_zone),
    reason: '',
  };
}

export function schemaOf(t: Text<keyof typeof messages>) {
  const local = z.object({ date: z.string(), time: z.string(), zone: z.string() }).check(z.refine((at) => moments(at).length > 0, t('timeMissing')));
  return z
    .object({
      kind: z.enum(['add', 'remove', 'void_segment', 'excuse', 'override_met', 'override_not_met', 'clear_override']),
      session: z.string(),
      start: local,
      end: local,
      reason: z.string().check(z.trim(), z.minLength(3, t('reasonMissing')), z.maxLength(1000)),
    })
    .check(z.refine(({ kind, session }) => !needsSession(kind) || session !== '', { path: ['session'], message: t('sessionMissing') }));
}

/** The form knows minutes; a span that was taken over keeps its seconds until it is changed. */
function momentOf(local: LocalTime, exact: string | undefined): string | undefined {
  const kept = exact === undefined ? null : localTime(exact, local.zone);
  if (kept?.date === local.date && kept.time === local.time) return exact;
  return moments(local)[0]?.toISOString();
}

export function bodyOf({ kind, session, start, end, reason }: Values, registration: string, span?: Interval, segment?: Segment): Adjust {
  return {
    registration_id: registration,
    kind,
    reason: reason.trim(),
    ...(session !== '' && { session_id: session }),
    ...(isTimed(kind) && { from: momentOf(start, span?.from), to: momentOf(end, span?.to) }),
    ...(kind === 'void_segment' && segment && { segment_id: segment.id }),
  };
}
