import { expect, test } from 'vitest';
import { bodyOf, valuesOf } from './correction';
import { takenBack } from './preset';
import { aDetail } from '@/features/presence/fixtures';

const SESSION = aDetail().person.sessions[0]?.session_id;
const given = (kind: string, at = '2026-10-15T08:00:00Z') => ({
  id: kind + at, kind, session_id: SESSION, from: '2026-10-14T18:13:57Z', to: '2026-10-14T18:20:00Z', segment_id: null, reason: 'Sat beside a colleague', actor_name: 'Anna Keller', at,
});

/** PR-13 */
test('a correction is answered by its opposite, once', () => {
  const one = given('add');
  const span = { from: one.from, to: one.to };
  expect(takenBack(one, aDetail({ adjustments: [one] }))).toEqual({ kind: 'remove', session: SESSION, span });
  expect(takenBack(one, aDetail({ adjustments: [one, given('remove')] }))).toBeNull();
});

/** PR-11 */
test('a decision or an excuse ends for the session that it was made for', () => {
  const decided = { ...given('override_met'), session_id: null, from: null, to: null };
  expect(takenBack(decided, aDetail({ adjustments: [decided] }))).toEqual({ kind: 'clear_override', session: undefined, fixed: true });
  const excused = given('excuse');
  expect(takenBack(excused, aDetail({ adjustments: [excused, { ...given('clear_override') }] }))).toBeNull();
  expect(takenBack(given('void_segment'), aDetail())).toBeNull();
});

test('a span that was taken over keeps its seconds until its time is changed', () => {
  const span = { from: '2026-10-14T18:13:57Z', to: '2026-10-14T18:30:00Z' };
  const values = { ...valuesOf({ kind: 'add', session: SESSION, span }, aDetail()), reason: ' He waved ' };
  expect(values.start).toEqual({ date: '2026-10-14', time: '19:13', zone: 'Europe/London' });
  expect(bodyOf(values, 'r1', span)).toEqual({ registration_id: 'r1', kind: 'add', reason: 'He waved', session_id: SESSION, from: span.from, to: span.to });
  const typed = { ...values, start: { ...values.start, time: '19:10' } };
  expect(bodyOf(typed, 'r1', span).from).toBe('2026-10-14T18:10:00.000Z');
});
