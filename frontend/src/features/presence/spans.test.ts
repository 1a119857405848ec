import { expect, test } from 'vitest';
import { aResult, MET, WINDOW } from './fixtures';
import { gapsOf, isCounted } from './spans';

/** PR-2 */
test('what is missing lies in the window, outside its breaks and what counts', () => {
  expect(gapsOf(aResult())).toEqual([{ from: '2026-10-14T18:13:57.000Z', to: '2026-10-14T18:30:00.000Z' }]);
  expect(gapsOf(MET.sessions[0] ?? aResult())).toEqual([]);
  expect(gapsOf(aResult({ counted: [], breaks: [] }))).toEqual([{ from: '2026-10-14T17:00:00.000Z', to: '2026-10-14T18:30:00.000Z' }]);
});

test('a break in the middle of a stay takes nothing from its being counted', () => {
  expect(isCounted([{ from: WINDOW.from, to: '2026-10-14T18:13:57Z' }], aResult())).toBe(true);
  expect(isCounted([WINDOW], aResult())).toBe(false);
});
