/** What a correction asks for: the values of its form, and what is sent. */
import * as z from 'zod/mini';
import type messages from './messages.en.json';
import type { Adjust, AdjustKind, Detail } from '@/features/presence/api';
import { localTime, moments, type LocalTime } from '@/lib/format/clock-change';
import type { Text } from '@/lib/i18n/use-text';
import type { Interval } from '@/lib/presence-geometry';

export type Segment = Detail['segments'][number];

/** Where the form starts; a kind that is no choice of the form is fixed. */
export interface Preset {
  kind: AdjustKind;
  session?: string;
  span?: Interval;
  segment?: Segment;
  /** It answers an earlier correction, so what it does is not asked again. */
  fixed?: boolean;
}

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

export const fresh = ({ person: { sessions } }: Detail): Preset => {
  const first = sessions.find(({ status }) => status !== 'met') ?? sessions[0];
  return { kind: 'add', session: first?.session_id, span: first?.window };
};

type Adjustment = Detail['adjustments'][number];

/**
 * The correction that answers another one, or none: time that was given is taken away again, a
 * decision or an excuse ends. A stay that was called wrong stays so.
 */
export function takenBack(one: Adjustment, { adjustments }: Detail): Preset | null {
  const session = one.session_id ?? undefined;
  const later = adjustments.slice(adjustments.indexOf(one) + 1);
  switch (one.kind) {
    case 'add':
    case 'remove': {
      if (one.from == null || one.to == null) return null;
      const kind = one.kind === 'add' ? 'remove' : 'add';
      const answered = later.some((next) => next.kind === kind && next.session_id === one.session_id && next.from === one.from && next.to === one.to);
      return answered ? null : { kind, session, span: { from: one.from, to: one.to } };
    }
    case 'excuse':
    case 'override_met':
    case 'override_not_met': {
      const ends = one.kind === 'excuse' ? ['excuse', 'clear_override'] : ['override_met', 'override_not_met', 'clear_override'];
      const ended = later.some((next) => ends.includes(next.kind) && next.session_id === one.session_id);
      return ended ? null : { kind: 'clear_override', session, fixed: true };
    }
    default:
      return null;
  }
}

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
