import { expect, test } from 'vitest';
import { aPerson, aResult, MET, UNSEEN } from './fixtures';
import { among, filterOf, isClose } from './views';

const NONE = { status: 'all', q: '', session: '' };

/** UX-13 */
test('what the server can filter by is asked of it', () => {
  expect(filterOf(NONE)).toEqual({});
  expect(filterOf({ ...NONE, status: 'not_met', q: 'ana' })).toEqual({ status: 'not_met', q: 'ana' });
  expect(filterOf({ ...NONE, status: 'present', session: 's' })).toEqual({ present: true, session_id: 's' });
  expect(filterOf({ ...NONE, status: 'nonsense' })).toEqual({});
});

test('close is at most five minutes short, and never somebody who was not there', () => {
  const short = (counted: number) => aPerson({ sessions: [aResult({ counted_seconds: counted, needed_seconds: 400 })] });
  expect(isClose(short(100))).toBe(true);
  expect(isClose(short(99))).toBe(false);
  expect(isClose(short(0))).toBe(false);
  expect(isClose(MET)).toBe(false);
});

test('flagged people are found among everybody, by name without its marks too', () => {
  const all = [aPerson(), MET, UNSEEN];
  expect(among(all, { ...NONE, status: 'flagged' })).toEqual([MET]);
  expect(among(all, { ...NONE, status: 'close', q: 'lukasz zo' })).toHaveLength(0);
  expect(among(all, { ...NONE, status: 'close', q: 'ZOŁC' })).toEqual([aPerson()]);
});
