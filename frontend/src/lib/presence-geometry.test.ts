import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameOf, placeAll, ticksOf, type Interval } from './presence-geometry';

const START = Date.parse('2026-03-03T16:00:00Z');
const moment = fc.integer({ min: -240, max: 480 }).map((minutes) => START + minutes * 60_000);
const interval = fc
  .tuple(moment, moment)
  .map(([one, two]): Interval => ({ from: new Date(Math.min(one, two)).toISOString(), to: new Date(Math.max(one, two)).toISOString() }));
const WINDOW: Interval = { from: '2026-03-03T16:00:00Z', to: '2026-03-03T18:00:00Z' };

test('every mark stands inside the frame', () => {
  fc.assert(
    fc.property(fc.array(interval), interval, (intervals, window) => {
      for (const { start, width } of placeAll(frameOf(window, []), intervals)) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(start + width).toBeLessThanOrEqual(100 + 1e-9);
      }
    }),
  );
});

test('the widths add up to the time that lies inside', () => {
  fc.assert(
    fc.property(fc.array(interval), (intervals) => {
      const frame = frameOf(WINDOW, []);
      const inside = intervals.reduce(
        (sum, { from, to }) => sum + Math.max(0, Math.min(Date.parse(to), frame.to) - Math.max(Date.parse(from), frame.from)),
        0,
      );
      const drawn = placeAll(frame, intervals).reduce((sum, { width }) => sum + width, 0);
      expect(drawn).toBeCloseTo((inside / (frame.to - frame.from)) * 100, 6);
    }),
  );
});

test('the frame holds what was seen outside of the window', () => {
  const early = { from: '2026-03-03T15:30:00Z', to: '2026-03-03T15:50:00Z' };
  expect(placeAll(frameOf(WINDOW, [[early]]), [early])).toEqual([{ start: 0, width: (20 / 150) * 100, ...early }]);
});

test('an axis never has more ticks than wanted', () => {
  fc.assert(
    fc.property(interval, fc.integer({ min: 2, max: 9 }), (window, most) => {
      expect(ticksOf(frameOf(window, []), most).length).toBeLessThanOrEqual(most + 1);
    }),
  );
});
