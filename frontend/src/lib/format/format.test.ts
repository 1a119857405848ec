import { expect, test } from 'vitest';
import { clockChange, localTime, moments } from './clock-change';
import { formatCredits, formatDuration } from './quantity';
import { formatDate, formatWhen, formatZone } from './time';

const zone = 'Europe/Zurich';
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

/** UX acceptance 11 */
test('a time in the night of a clock change is explained', () => {
  expect(clockChange({ date: '2027-03-28', time: '02:30', zone })).toBe('gap');
  expect(clockChange({ date: '2027-10-31', time: '02:30', zone })).toBe('overlap');
  expect(clockChange({ date: '2027-10-31', time: '03:30', zone })).toBeNull();
  expect(moments({ date: '2027-10-31', time: '02:30', zone }).map((at) => at.toISOString())).toEqual([
    '2027-10-31T00:30:00.000Z',
    '2027-10-31T01:30:00.000Z',
  ]);
});

test.each([
  ['', ''],
  ['2027-03-28', ''],
  ['', '10:00'],
])('half a form is no time: %j at %j', (date, time) => {
  expect(moments({ date, time, zone })).toEqual([]);
  expect(clockChange({ date, time, zone })).toBeNull();
});

test('a moment fills an editor with the local time of its zone', () => {
  expect(localTime('2026-03-03T23:30:00Z', 'Asia/Kolkata')).toEqual({ date: '2026-03-04', time: '05:00', zone: 'Asia/Kolkata' });
});

/** UX acceptance 11 */
test('the date of a certificate does not move with the zone', () => {
  expect(formatDate('2026-03-03')).toBe('Mar 3, 2026');
});

/** UX-38 */
test('a time always names its zone', () => {
  expect(plain(formatWhen('2026-03-03T16:00:00Z', zone))).toMatch(/5:00 PM GMT\+1$/);
  expect(formatZone('America/New_York', '2026-03-03T16:00:00Z')).toBe('New York (GMT-5)');
});

/** UX-39 */
test('credits and durations carry their unit, and nothing is rounded up', () => {
  expect(formatCredits('1.50', 'RCP external')).toBe('1.50 RCP external');
  expect(plain(formatDuration(6299))).toBe('1 h 44 min');
  expect(plain(formatDuration(3600))).toBe('1 h');
  expect(plain(formatDuration(59))).toBe('59 s');
});
