import { aTicket, UNPAID } from './fixtures';
import type { Schema } from '@/api/contract';
import { A_LISTED_REGISTRATION, anEvent, aPayment, aRegistration, LONGEST, me, ORG_ID } from '@/test/fixtures';
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
  'GET /api/v1/events/:id/tickets': body({ data: [aTicket({ prices: [{ price: { amount: 4900, currency: 'GBP' } }] })] }),
  'GET /api/v1/events/:id/questions': body({ data: [] }),
  'GET /api/v1/events/:id': body(anEvent({ status: 'published' })),
  [list]: page(A_LISTED_REGISTRATION, { ...A_LISTED_REGISTRATION, id: 'r2', full_name: LONGEST, email: `${'a'.repeat(60)}@example.org`, status: 'cancelled' }),
};
const shown = (at: string, change: Record<string, Answer> = {}): State => ({ at, me: me(), answers: { ...answers, ...change } });

const person = (change: Partial<Schema<'Registration'>>, payment?: Schema<'Payment'>): State =>
  shown(`${LIST}?person=r1`, {
    'GET /api/v1/registrations/:id': body(aRegistration(change)),
    ...(payment && { 'GET /api/v1/payments/:id': body(payment) }),
  });

export const states: States = {
  ...statesOf('list', {
    full: shown(LIST),
    'first-use': shown(LIST, { [list]: page() }),
    'no-match': shown(`${LIST}?q=nobody`, { [list]: page() }),
    requests: shown(`${LIST}?status=requested`, { [list]: page({ ...A_LISTED_REGISTRATION, status: 'requested' }, { ...A_LISTED_REGISTRATION, id: 'r2', full_name: LONGEST, status: 'requested' }) }),
    'no-requests': shown(`${LIST}?status=requested`, { [list]: page() }),
    unnamed: shown(LIST, { [list]: page({ ...A_LISTED_REGISTRATION, full_name: null, email: null, unnamed: true }) }),
    ...failuresOf(LIST, list, answers, me()),
  }),
  ...statesOf('person', {
    full: shown(`${LIST}?person=r1`),
    requested: person({ status: 'requested' }),
    unnamed: person({ full_name: null, email: null, unnamed: true }),
    owed: person({ payment: UNPAID }, aPayment({ id: 'p1', method: 'outside', status: 'draft', due_at: '2026-11-01T10:00:00Z' })),
    waived: person({ payment: UNPAID }, aPayment({ id: 'p1', method: 'none', finance: { disputed: 0, waived_reason: LONGEST } })),
    ...failuresOf(`${LIST}?person=r1`, 'GET /api/v1/registrations/:id', answers, me()),
  }),
  ...statesOf('waitlist', { full: shown(WAITLIST), empty: shown(WAITLIST, { [waitlist]: page() }), ...failuresOf(WAITLIST, waitlist, answers, me()) }),
};
