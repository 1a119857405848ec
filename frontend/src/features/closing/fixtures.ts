import type { Closing, Gap } from './api';

const person = (nth: number, name: string, seconds: number | null = null): Gap['people'][number] => ({
  registration_id: `0198a000-0000-7000-8000-00000000a00${String(nth)}`,
  participant_id: null,
  name,
  email: `${name.split(' ')[0]?.toLowerCase() ?? 'x'}@example.org`,
  counted_seconds: seconds,
});

export const GAPS: Gap[] = [
  { kind: 'not_joined', count: 1, people: [person(1, 'Nora Absent')] },
  { kind: 'unmatched_names', count: 1, people: [{ registration_id: null, participant_id: '0198a000-0000-7000-8000-00000000bb01', name: 'iPhone of L', email: null, counted_seconds: null }] },
  { kind: 'presence_pending', count: 0, people: [] },
  { kind: 'not_met', count: 1, people: [person(2, 'Maya Lindqvist', 2700)] },
  { kind: 'not_certified', count: 118, people: [person(3, 'Łukasz Żółć', 6240), person(4, 'محمد بن عبد الرحمن', 7200)] },
];

export function aClosing(change: Partial<Closing> = {}, status: Closing['event']['status'] = 'completed'): Closing {
  return {
    event: { id: '0198a000-0000-7000-8000-00000000e001', title: 'Renal transplant pathology', status, ends_at: '2026-11-20T19:00:00Z', time_zone: 'Europe/Zurich' },
    can_close: status === 'completed',
    blocked_by: status === 'completed' ? [] : ['illegal-transition'],
    funnel: { registered: 124, joined: 123, met: 120, certified: 2 },
    gaps: GAPS,
    ...change,
  };
}

export const NO_GAPS: Gap[] = GAPS.map((gap) => ({ ...gap, count: 0, people: [] }));
