/** Where a correction starts. Apart from its form, whose checks are loaded with the dialog. */
import type { AdjustKind, Detail } from '@/features/presence/api';
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
