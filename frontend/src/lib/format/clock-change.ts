/** Explains local times on the night of a clock change; the server resolves the time itself (UX-38). */
export interface LocalTime {
  /** YYYY-MM-DD */
  date: string;
  /** HH:MM */
  time: string;
  /** IANA name. */
  zone: string;
}

function wallClock(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
}

/** Milliseconds as if the zone were UTC. Half a form is no time, though some engines read "T:00Z" as one. */
function asUtc({ date, time }: LocalTime): number {
  return date === '' || time === '' ? Number.NaN : Date.parse(`${date}T${time}:00Z`);
}

/** The moments that show this local time in its zone: none in a gap, two in an overlap. */
export function moments(local: LocalTime): Date[] {
  const { zone } = local;
  const wanted = asUtc(local);
  if (Number.isNaN(wanted)) return [];
  const day = 86_400_000;
  const offsets = new Set([wanted - day, wanted, wanted + day].map((at) => wallClock(at, zone) - at));
  return [...offsets]
    .map((offset) => wanted - offset)
    .filter((at) => wallClock(at, zone) === wanted)
    .sort((one, two) => one - two)
    .map((at) => new Date(at));
}

export function clockChange(local: LocalTime): 'gap' | 'overlap' | null {
  if (Number.isNaN(asUtc(local))) return null;
  const found = moments(local).length;
  return found === 0 ? 'gap' : found > 1 ? 'overlap' : null;
}

/** The local date and time of a moment, to fill an editor. */
export function localTime(at: string | Date, zone: string): LocalTime {
  const wall = new Date(wallClock(new Date(at).getTime(), zone)).toISOString();
  return { date: wall.slice(0, 10), time: wall.slice(11, 16), zone };
}
