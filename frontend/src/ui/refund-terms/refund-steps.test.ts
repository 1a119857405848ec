import { expect, it } from 'vitest';
import { refundSteps } from './refund-steps';

const startsAt = '2027-05-20T09:00:00Z';
const standard = [
  { min_hours_before: 168, percent_bp: 10_000, keep_minor: 0 },
  { min_hours_before: 24, percent_bp: 5_000, keep_minor: 0 },
];
const steps = (now: string, cancelUntilMinutes = 0, rungs = standard) =>
  refundSteps(rungs, { startsAt, cancelUntilMinutes, now: new Date(now) }).map(({ until, percent }) => `${until.slice(0, 16)} ${String(percent)}`);

it('says each step with its last moment, and only those that are ahead', () => {
  expect(steps('2027-05-01T00:00:00Z')).toEqual(['2027-05-13T09:00 100', '2027-05-19T09:00 50']);
  expect(steps('2027-05-13T09:00:00Z')).toEqual(['2027-05-13T09:00 100', '2027-05-19T09:00 50']);
  expect(steps('2027-05-13T09:00:01Z')).toEqual(['2027-05-19T09:00 50']);
  expect(steps('2027-05-19T09:00:01Z')).toEqual([]);
});

it('promises nothing after the moment until which one can cancel', () => {
  expect(steps('2027-05-01T00:00:00Z', 2 * 24 * 60)).toEqual(['2027-05-13T09:00 100', '2027-05-18T09:00 50']);
  expect(steps('2027-05-01T00:00:00Z', 8 * 24 * 60)).toEqual(['2027-05-12T09:00 100']);
});

it('knows the start itself, and what is kept', () => {
  const last = refundSteps([{ min_hours_before: 0, percent_bp: 2_500, keep_minor: 500 }], { startsAt, cancelUntilMinutes: 0, now: new Date('2027-05-20T08:00:00Z') });
  expect(last).toEqual([{ until: '2027-05-20T09:00:00.000Z', start: true, percent: 25, keep: 500 }]);
});
