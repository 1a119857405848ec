/** Stretches of time as the API writes them, taken apart; pure, see its test. */
import type { Interval } from '@/lib/presence-geometry';

interface Span {
  from: number;
  to: number;
}

const span = ({ from, to }: Interval): Span => ({ from: Date.parse(from), to: Date.parse(to) });
const interval = ({ from, to }: Span): Interval => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });

function less(one: Span, cuts: Span[]): Span[] {
  return cuts.reduce<Span[]>(
    (left, cut) =>
      left.flatMap(({ from, to }) =>
        cut.to <= from || cut.from >= to ? [{ from, to }] : [{ from, to: cut.from }, { from: cut.to, to }].filter((part) => part.to > part.from),
      ),
    [one],
  );
}

interface Measured {
  window: Interval;
  breaks: Interval[];
  counted: Interval[];
}

/** What of the window could count and does not. */
export const gapsOf = ({ window, breaks, counted }: Measured): Interval[] =>
  less(span(window), [...breaks, ...counted].map(span)).map(interval);

/** Whether all of this that could count does count. */
export function isCounted(what: Interval[], measured: Measured): boolean {
  const gaps = gapsOf(measured).map(span);
  return what.map(span).every(({ from, to }) => gaps.every((gap) => gap.to <= from || gap.from >= to));
}

export const secondsOf = ({ from, to }: Interval): number => (Date.parse(to) - Date.parse(from)) / 1000;
