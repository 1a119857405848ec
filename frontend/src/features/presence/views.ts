/** Which people the page shows: most by the server, some only by what the results of everybody say. */
import type { Filter, Person, SessionResult } from './api';

export const VIEWS = ['all', 'not_met', 'close', 'flagged', 'met', 'pending', 'excused', 'present'] as const;
export type View = (typeof VIEWS)[number];

export const isView = (word: string): word is View => (VIEWS as readonly string[]).includes(word);

export interface Shown {
  status: string;
  q: string;
  session: string;
}

/** At most this much is missing. */
const CLOSE_SECONDS = 300;

const OF_EVERYBODY: View[] = ['close', 'flagged'];

/** The server knows statuses and who is there; how close a result is follows from its seconds. */
export const isOfEverybody = (view: View): boolean => OF_EVERYBODY.includes(view);

export const lacking = ({ needed_seconds: needed, counted_seconds: counted }: SessionResult): number => Math.max(0, needed - counted);

export function isClose({ status, sessions }: Person): boolean {
  if (status === 'met' || status === 'excused') return false;
  return sessions.some((one) => one.counted_seconds > 0 && lacking(one) > 0 && lacking(one) <= CLOSE_SECONDS);
}

export type Flag = SessionResult['flags'][number];

/** To be in the room is no reason to look twice. */
export const doubtsOf = ({ flags }: SessionResult): Flag[] => flags.filter((flag) => flag !== 'open_now');

export const isFlagged = ({ sessions }: Person): boolean => sessions.some((one) => doubtsOf(one).length > 0);

export function filterOf({ status, q, session }: Shown): Filter {
  const view = isView(status) ? status : 'all';
  const byStatus = view === 'met' || view === 'not_met' || view === 'pending' || view === 'excused';
  return {
    ...(byStatus && { status: view }),
    ...(view === 'present' && { present: true }),
    ...(q !== '' && { q }),
    ...(session !== '' && { session_id: session }),
  };
}

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();

/** The same filters over everybody, for what the server cannot answer. */
export function among(people: Person[], { status, q, session }: Shown): Person[] {
  const passes = status === 'close' ? isClose : isFlagged;
  const words = fold(q.trim());
  return people
    .map((one) => (session === '' ? one : { ...one, sessions: one.sessions.filter(({ session_id: id }) => id === session) }))
    .filter((one) => passes(one) && fold(`${one.full_name ?? ''} ${one.email ?? ''}`).includes(words));
}

export const nameOf = ({ full_name: name, email }: { full_name?: string | null; email?: string | null }, unnamed: string): string => name ?? email ?? unnamed;
