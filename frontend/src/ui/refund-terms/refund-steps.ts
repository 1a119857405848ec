import type { Schema } from '@/api/contract';

type Rung = Schema<'RefundRung'>;

/** What is paid back to whoever gives a place up until then. */
export interface RefundStep {
  /** The last moment. */
  until: string;
  /** That moment is the start itself. */
  start: boolean;
  percent: number;
  /** Minor units that are kept of it. */
  keep: number;
}

interface When {
  startsAt: string;
  /** People can give up their places so many minutes before the start (RG-16). */
  cancelUntilMinutes: number;
  now: Date;
}

/** The steps that are still ahead, the best first. What an earlier step gives at the same moment, a later one does not take away. */
export function refundSteps(rungs: Rung[], { startsAt, cancelUntilMinutes, now }: When): RefundStep[] {
  const start = Date.parse(startsAt);
  const steps: RefundStep[] = [];
  for (const { min_hours_before: hours, percent_bp: bp, keep_minor: keep = 0 } of rungs) {
    const minutes = Math.max(hours * 60, cancelUntilMinutes);
    const at = new Date(start - minutes * 60_000);
    const until = at.toISOString();
    if (at >= now && steps.at(-1)?.until !== until) steps.push({ until, start: minutes === 0, percent: bp / 100, keep });
  }
  return steps;
}
