import { A_LISTED_REGISTRATION, anEvent, aRegistration, LONGEST, me, ORG_ID } from '@/test/fixtures';
import { body, failuresOf, page, statesOf, type Answer, type State, type States } from '@/test/states';

const EVENT = `/org/${ORG_ID}/events/${anEvent().id}`;
const LIST = `${EVENT}/registrations`;
const WAITLIST = `${EVENT}/waitlist`;
const list = 'GET /api/v1/registrations';
const waitlist = 'GET /api/v1/registrations/waitlist';

const waiting = { id: 'r3', full_name: LONGEST, email: 'waits@example.org', mode: 'online', position: 1, priority: 0, version: 1, waitlisted_at: '2026-11-01T10:00:00Z' };
const answers: Record<string, Answer> = {
  [waitlist]: page(waiting, { ...waiting, id: 'r4', full_name: null, position: 2 }),
  'GET /api/v1/registrations/counts': body({ requested: 0, held: 0, offered: 0, waitlisted: 2, confirmed: 1, expired: 0, cancelled: 0, declined: 0, transferred: 0, capacity: 10, seats_taken: 1, waitlist_max: 5 }),
  'GET /api/v1/registrations/:id': body(aRegistration()),
  'GET /api/v1/messages': page(),
  'GET /api/v1/events/:id': body(anEvent({ status: 'published' })),
  [list]: page(A_LISTED_REGISTRATION, { ...A_LISTED_REGISTRATION, id: 'r2', full_name: LONGEST, email: `${'a'.repeat(60)}@example.org`, status: 'cancelled' }),
};
const shown = (at: string, change: Record<string, Answer> = {}): State => ({ at, me: me(), answers: { ...answers, ...change } });

export const states: States = {
  ...statesOf('list', {
    full: shown(LIST),
    'first-use': shown(LIST, { [list]: page() }),
    'no-match': shown(`${LIST}?q=nobody`, { [list]: page() }),
    ...failuresOf(LIST, list, answers, me()),
  }),
  ...statesOf('person', { full: shown(`${LIST}?person=r1`), ...failuresOf(`${LIST}?person=r1`, 'GET /api/v1/registrations/:id', answers, me()) }),
  ...statesOf('waitlist', { full: shown(WAITLIST), empty: shown(WAITLIST, { [waitlist]: page() }), ...failuresOf(WAITLIST, waitlist, answers, me()) }),
};
