/** What a refusal by the plan says: which limit, how much of it is used, when it begins anew. */
import { isProblem } from '@/lib/http/problem';

export const METRICS = ['events', 'courses', 'certificates', 'attendees_per_event'] as const;
export type LimitMetric = (typeof METRICS)[number];

export type PlanRefusal =
  | { kind: 'limit'; metric: LimitMetric; limit: number; used: number; resetsAt: string | null }
  | { kind: 'seats'; ending: { count: number; at: string } | null }
  | { kind: 'ended' };

/** Null for every other failure. */
export function planRefusal(error: unknown): PlanRefusal | null {
  if (!isProblem(error)) return null;
  if (error.is('plan-ended', 'organization-read-only')) return { kind: 'ended' };
  const fact = (name: string) => error.errors.find(({ code }) => code === name)?.detail;
  if (error.is('seat-limit-reached')) {
    const at = fact('seats_end_at');
    return { kind: 'seats', ending: at === undefined ? null : { count: Number(fact('seats_ending')), at } };
  }
  if (!error.is('plan-limit-reached')) return null;
  const metric = METRICS.find((one) => one === fact('metric'));
  if (metric === undefined) return null;
  return { kind: 'limit', metric, limit: Number(fact('limit')), used: Number(fact('used')), resetsAt: fact('resets_at') ?? null };
}
