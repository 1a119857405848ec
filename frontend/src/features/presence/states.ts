import { A_SESSION, aDetail, anEvent, aParticipant, aPerson, aResult, closingOf, EVENT_ID, MET, pageOf, POLICY, UNSEEN } from './fixtures';
import type { Event, Person } from './api';
import type { Participant } from './triage/participants';
import { me, ORG_ID } from '@/test/fixtures';
import { body, failuresOf, type Answer, type State, type States } from '@/test/states';

const at = `/org/${ORG_ID}/events/${EVENT_ID}/presence`;
const LIST = 'GET /api/v1/attendance';
const QUEUE = 'GET /api/v1/attendance/participants';
const LONG = 'Maximiliana-Theodora von Hohenstein-Wallersdorf zu Unterschleißheim';

const frame = (event: Partial<Event> = {}, unmatched = 12): Record<string, Answer> => ({
  'GET /api/v1/events/:id': body(anEvent(event)),
  'GET /api/v1/events/:id/sessions': body({ data: [A_SESSION] }),
  'GET /api/v1/events/:id/policy': body({ ...POLICY, version: 1 }),
  'GET /api/v1/events/:id/closing': body(closingOf(unmatched)),
  'GET /api/v1/attendance/registrations/:id': body(aDetail()),
  'POST /api/v1/attendance/adjustments/preview': body({ before: aPerson(), after: MET }),
});

const second = aResult({ session_id: '0198a000-0000-7000-8000-00000000f002', title: 'Kidney transplantation in children', flags: ['parallel_sessions', 'assumed_end'] });
const PEOPLE = [aPerson(), MET, UNSEEN, aPerson({ registration_id: 'r4', full_name: LONG, email: null, overridden: true, status: 'met', present: true })];

const state = (address: string, answers: Record<string, Answer>, event: Partial<Event> = {}): State => ({ at: address, answers: { ...frame(event), ...answers }, me: me() });
const list = (people: Person[], event: Partial<Event> = {}, search = ''): State => state(at + search, { [LIST]: body(pageOf(...people)) }, event);
const queue = (search: string, event: Partial<Event>, ...rows: Participant[]): State =>
  state(`${at}/triage${search}`, { [LIST]: body(pageOf(...PEOPLE)), [QUEUE]: body(pageOf(...rows)) }, event);

const signedIn = (states: States): States => Object.fromEntries(Object.entries(states).map(([name, one]) => [name, { ...one, me: me() }]));
const named = (prefix: string, states: States): States => Object.fromEntries(Object.entries(states).map(([name, one]) => [`${prefix}-${name}`, one]));

const corrected = aDetail({
  person: aPerson({ overridden: true, status: 'met' }),
  adjustments: [
    { id: 'a1', kind: 'add', session_id: A_SESSION.id, from: '2026-10-14T18:13:57Z', to: '2026-10-14T18:20:00Z', segment_id: null, reason: 'Sat beside a colleague', actor_name: 'Anna Keller', at: '2026-10-15T08:00:00Z' },
    { id: 'a2', kind: 'override_met', session_id: null, from: null, to: null, segment_id: null, reason: LONG.repeat(3), actor_name: null, at: '2026-10-15T08:05:00Z' },
  ],
});

export const states: States = {
  list: list(PEOPLE),
  live: list(PEOPLE, { status: 'live' }, '?status=present'),
  sessions: list([aPerson({ sessions: [aResult(), second] }), { ...MET, sessions: [aResult(), second] }]),
  table: list(PEOPLE, {}, '?view=table'),
  short: list(PEOPLE, {}, '?status=close'),
  'first-use': list([]),
  'no-match': list([], {}, '?status=excused&q=xyz'),
  closed: list(PEOPLE, { status: 'closed' }),
  before: list([], { status: 'published', starts_at: '2127-03-03T17:00:00Z', ends_at: '2127-03-03T18:30:00Z' }),
  person: list(PEOPLE, {}, '?correct=r1'),
  corrected: state(`${at}?correct=r1`, { [LIST]: body(pageOf(...PEOPLE)), 'GET /api/v1/attendance/registrations/:id': body(corrected) }),
  'person-missing': state(`${at}?correct=r9`, { [LIST]: body(pageOf(...PEOPLE)), 'GET /api/v1/attendance/registrations/:id': { status: 404, code: 'not-found' } }),
  roll: list(PEOPLE, {}, '?roll='),
  refused: { ...list(PEOPLE), me: me(['view-organization', 'read-events']) },
  ...signedIn(failuresOf(at, LIST, frame())),
  triage: queue('', {}, aParticipant(), aParticipant({ id: 'p8', display_name: LONG, email: `${LONG.toLowerCase().replaceAll(' ', '.')}@example.org`, role: 'host' })),
  'triage-claim': queue('', {}, aParticipant({ source: 'manual', segments: [], total_seconds: 0, claim: { registration_id: 'r1', full_name: 'Łukasz Żółć' }, suggestions: [] })),
  'triage-done': queue('', {}),
  'triage-matched': queue('?show=yes', {}, aParticipant({ registration_id: 'r2', registration_name: 'Ana Costa', matched_by: 'join_link', suggestions: [] })),
  'triage-ignored': queue('?show=ignored', {}, aParticipant({ ignored_at: '2026-10-15T08:00:00Z', suggestions: [] })),
  'triage-closed': queue('', { status: 'closed' }, aParticipant()),
  ...named('triage', signedIn(failuresOf(`${at}/triage`, QUEUE, { ...frame(), [LIST]: body(pageOf(...PEOPLE)) }))),
};
