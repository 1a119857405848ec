import { aJoin, aPlace, someGates } from './fixtures';
import type { JoinState, Personal } from './api';
import { aMyRegistration, LONGEST, me } from '@/test/fixtures';
import { body, failuresOf, page, statesOf, type Answer, type State, type States } from '@/test/states';

const LIST = '/me/events';
const LINK = '/r/k.1.m';
const MINE = '/me/events/r1';
const JOIN = '/join/k.j.m';
const mine = 'GET /api/v1/registrations/mine';
const personal = 'GET /api/v1/registrations/personal';
const join = 'GET /api/v1/attendance/join/:seal';

const rest: Record<string, Answer> = { [join]: body(aJoin()), 'GET /api/v1/certificates/gates/:offering/mine': body(someGates()) };
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
