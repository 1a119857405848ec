/** What a refusal by the plan says: which limit, how much of it is used, when it begins anew. */
import { isProblem } from '@/lib/http/problem';

export const METRICS = ['events', 'courses', 'certificates', 'attendees_per_event'] as const;
export type LimitMetric = (typeof METRICS)[number];

export type PlanRefusal =
  | { kind: 'limit'; metric: LimitMetric; limit: number; used: number; resetsAt: string | null }
  | { kind: 'seats' }
  | { kind: 'ended' };

/** Null for every other failure. */
export function planRefusal(error: unknown): PlanRefusal | null {
  if (!isProblem(error)) return null;
  if (error.is('seat-limit-reached')) return { kind: 'seats' };
  if (error.is('plan-ended', 'organization-read-only')) return { kind: 'ended' };
  if (!error.is('plan-limit-reached')) return null;
  const fact = (name: string) => error.errors.find(({ code }) => code === name)?.detail;
  const metric = METRICS.find((one) => one === fact('metric'));
  if (metric === undefined) return null;
  return { kind: 'limit', metric, limit: Number(fact('limit')), used: Number(fact('used')), resetsAt: fact('resets_at') ?? null };
}
