import { aJoin, aPlace, aSeat, someGates } from './fixtures';
import type { JoinState, Personal } from './api';
import { aDocument, aMyRegistration, aPayment, LONGEST, me } from '@/test/fixtures';
import { body, failuresOf, page, statesOf, type Answer, type State, type States } from '@/test/states';

const LIST = '/me/events';
const LINK = '/r/k.1.m';
const MINE = '/me/events/r1';
const JOIN = '/join/k.j.m';
const mine = 'GET /api/v1/registrations/mine';
const personal = 'GET /api/v1/registrations/personal';
const join = 'GET /api/v1/attendance/join/:seal';

const rest: Record<string, Answer> = {
  [join]: body(aJoin()),
  'GET /api/v1/registrations/:id/cancel-preview': body({ can_cancel: true, closes_at: null, paid: { amount: 1646, currency: 'USD' }, refund: { amount: 1646, currency: 'USD' }, because_moved: true, disputed: false }),
  'GET /api/v1/certificates/gates/:offering/mine': body(someGates()), 'GET /api/v1/payments/:id': body(aPayment({ documents: [aDocument()] })) };
const place = (one: Personal, state: Partial<JoinState> = {}, at = LINK): State => ({
  at,
  me: at === MINE ? me() : undefined,
  answers: { ...rest, [personal]: body(one), [join]: body(aJoin(state)) },
});
const paidBy = (status: 'draft' | 'paid') => ({
  id: 'p1', status, token: 'p.1.m', total: { amount: 1646, currency: 'USD' }, refunded: { amount: status === 'paid' ? 670 : 0, currency: 'USD' },
});
const door = (state: Partial<JoinState>): State => ({ at: JOIN, answers: { [join]: body(aJoin(state)) } });
const list = (...rows: object[]): State => ({ at: LIST, me: me(), answers: { [mine]: page(...rows) } });

export const states: States = {
  ...statesOf('list', {
    full: list(aMyRegistration(), aMyRegistration({ id: 'r2', status: 'waitlisted', waitlist_position: 3, join_url: null }, { title: LONGEST })),
    'first-use': list(),
    ...failuresOf(LIST, mine, {}, me()),
  }),
  ...statesOf('link', {
    before: place(aPlace()),
    during: place(aPlace({}, { status: 'live' }), { phase: 'open', seen: true, counted_seconds: 1800 }),
    unseen: place(aPlace({}, { status: 'live' }), { phase: 'open', unseen_warning: true }),
    after: place(aPlace({}, { status: 'completed' }), { phase: 'after', settled: true, status: 'met', counted_seconds: 6240 }),
    waitlisted: place(aPlace({ status: 'waitlisted', waitlist_position: 2 })),
    held: place(aPlace({ status: 'held', hold_expires_at: '2027-03-01T12:15:00Z', payment: paidBy('draft') })),
    paid: place(aPlace({ payment: paidBy('paid') })),
    requested: place(aPlace({ status: 'requested' })),
    party: place({
      ...aPlace({ names_locked_at: '2027-03-02T12:00:00Z', payment: paidBy('paid') }),
      party: [aSeat(), aSeat({ id: 'r3', unnamed: false, can_name: false, full_name: LONGEST, email: `${'a'.repeat(60)}@example.org` })],
    }),
    'party-locked': place({ ...aPlace({ can_transfer: false }), party: [aSeat({ can_name: false })] }),
    moved: place(aPlace({ refund_offered_until: '2027-03-03T14:00:00Z', payment: paidBy('paid') })),
    hybrid: place(aPlace({}, { format: 'hybrid' })),
    unnamed: place(aPlace({ unnamed: true, full_name: null, email: null })),
    transferred: place(aPlace({ status: 'transferred', can_cancel: false, can_edit: false })),
    declined: place(aPlace({ status: 'declined', can_cancel: false, can_edit: false, cancel_reason: 'For members only' })),
    offered: place(aPlace({ status: 'offered', offer_expires_at: '2027-03-01T12:15:00Z' })),
    cancelled: place(aPlace({ status: 'cancelled', can_cancel: false })),
    longest: place(aPlace({ full_name: LONGEST }, { title: LONGEST })),
    ...failuresOf(LINK, personal, rest),
  }),
  ...statesOf('one', { before: place(aPlace(), {}, MINE), ...failuresOf(MINE, personal, rest, me()) }),
  ...statesOf('join', {
    early: door({}),
    open: door({ phase: 'open' }),
    after: door({ phase: 'after', status: 'met', settled: true, counted_seconds: 6240 }),
    'no-way': door({ way: 'none' }),
    ...failuresOf(JOIN, join),
  }),
};
