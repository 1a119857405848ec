/** Where the parts of a presence bar stand, in percent of the shown time; pure, see its test. */
export interface Interval {
  from: string;
  to: string;
}

export interface Placed {
  start: number;
  width: number;
  from: string;
  to: string;
}

export interface Frame {
  from: number;
  to: number;
}

/** The shown time: the window with everything that was seen before and after it. */
export function frameOf(window: Interval, lanes: Interval[][]): Frame {
  const all = [window, ...lanes.flat()];
  return {
    from: Math.min(...all.map(({ from }) => Date.parse(from))),
    to: Math.max(...all.map(({ to }) => Date.parse(to))),
  };
}

/** Intervals inside the frame, cut at its edges; what lies outside is left out. */
export function placeAll(frame: Frame, intervals: Interval[]): Placed[] {
  const length = frame.to - frame.from;
  if (!(length > 0)) return [];
  return intervals.flatMap(({ from, to }) => {
    const start = Math.max(Date.parse(from), frame.from);
    const end = Math.min(Date.parse(to), frame.to);
    if (!(end > start)) return [];
    return [{ start: ((start - frame.from) / length) * 100, width: ((end - start) / length) * 100, from, to }];
  });
}

const STEPS_MIN = [5, 10, 15, 30, 60, 120, 240, 480, 1440];

/** Round times for the axis: at most `most` ticks. */
export function ticksOf(frame: Frame, most = 7): { at: Date; start: number }[] {
  const length = frame.to - frame.from;
  const step = (STEPS_MIN.find((one) => length / (one * 60_000) <= most) ?? 1440) * 60_000;
  const ticks = [];
  for (let at = Math.ceil(frame.from / step) * step; at <= frame.to && ticks.length <= most; at += step) {
    ticks.push({ at: new Date(at), start: length > 0 ? ((at - frame.from) / length) * 100 : 0 });
  }
  return ticks;
}
