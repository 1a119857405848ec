import type { Payment } from './api';
import { aMyPayment } from './fixtures';
import { aDocument, aPayment, LONGEST, me } from '@/test/fixtures';
import { body, failuresOf, page, statesOf, type State, type States } from '@/test/states';

const at = '/checkout/return?payment=p1#p.1.m';
const question = 'POST /api/v1/payments/:id/confirm';
const shown = (change: Partial<Payment>, address = at): State => ({ at: address, answers: { [question]: body(aPayment(change)) } });
const refund = { id: 'f1', amount: 1646, cause: 'no_seat' as const, status: 'pending' as const, requested_at: '2027-03-01T12:20:00Z', succeeded_at: null };

const RATES = [{ name: 'VAT', country: 'DE', percentage: '19', amount: 254 }, { name: LONGEST, country: null, percentage: '8.875', amount: 59 }];
const taxed = (behavior: 'inclusive' | 'exclusive', lines: typeof RATES = []) => ({ behavior, seller_of_record: 'organizer' as const, lines });

const MINE = '/me/payments';
const list = 'GET /api/v1/payments/mine';
const documents = [aDocument(), aDocument({ id: 'd2', kind: 'credit_note', number: 'ARBEITSGEMEINSCHAFT-2027-000001', total: { amount: 1339, currency: 'USD' }, correctable_until: null })];
const rows = [
  aMyPayment(),
  aMyPayment({ id: 'p2', status: 'open', next: 'pay', paid_at: null, documents: [], expires_at: '2027-03-01T12:31:00Z' }),
  aMyPayment({ id: 'p3', refunded: { amount: 1339, currency: 'USD' }, organizer: LONGEST, event: { id: 'e1', slug: 'x', title: LONGEST, starts_at: '2027-03-03T14:00:00Z', time_zone: 'Europe/Zurich' } }),
  aMyPayment({ id: 'p4', status: 'open', method: 'outside', paid_at: null, due_at: '2027-03-15T12:00:00Z' }),
  aMyPayment({ id: 'p5', status: 'failed', paid_at: null, documents: [], event: null }),
];
const mine = (search: string, change: Partial<Payment> = {}): State => ({
  at: MINE + search,
  me: me(),
  answers: { [list]: page(...rows), 'GET /api/v1/payments/:id': body(aPayment({ documents, ...change })) },
});

export const states: States = {
  ...statesOf('mine', {
    full: mine(''),
    one: mine('?payment=p1', { refunded: { amount: 1339, currency: 'USD' }, refunds: [{ ...refund, amount: 1339, cause: 'attendee_cancel', status: 'succeeded' }] }),
    unpaid: mine('?payment=p2', { status: 'open', documents: [] }),
    failed: mine('?payment=p5', { status: 'failed', documents: [] }),
    'first-use': { at: MINE, me: me(), answers: { [list]: page() } },
    ...failuresOf(MINE, list, {}, me()),
    'sign-in': { at: MINE, me: me(), answers: { [list]: { status: 401, code: 'unauthenticated', detail: 'Sign in to go on.' } } },
  }),
  stranger: { at: '/checkout/return?payment=p1', answers: { [question]: { status: 401, code: 'unauthenticated' } } },
  paid: shown({ documents }),
  'back-from-vendor': shown({ status: 'open' }, '/checkout/return?payment=p1&left=1#p.1.m'),
  draft: shown({ status: 'draft' }),
  'code-dropped': shown({ status: 'draft', code_dropped: { code: 'EARLY-BIRD-OF-THE-ALPINE-SOCIETY-2027', reason: 'used_up' } }),
  taxed: shown({ status: 'draft', tax: taxed('exclusive') }),
  'tax-inside': shown({ status: 'draft', tax: taxed('inclusive') }),
  'paid-taxed': shown({ documents, amounts: { ...aPayment().amounts, tax: 313, total: 1959 }, tax: taxed('exclusive', RATES) }),
  'paid-tax-inside': shown({ documents, amounts: { ...aPayment().amounts, tax: 313 }, tax: taxed('inclusive', RATES) }),
  processing: shown({ status: 'processing' }),
  expired: shown({ status: 'expired' }),
  failed: shown({ status: 'failed' }),
  canceled: shown({ status: 'canceled' }),
  'paid-too-late': shown({ items: aPayment().items.map((item) => ({ ...item, closed: true })), refunds: [refund], refunded: { amount: 1646, currency: 'USD' } }),
  longest: shown({
    organizer: LONGEST,
    event: { id: 'e1', slug: 'x', title: LONGEST, starts_at: '2027-03-03T14:00:00Z' },
    items: [1, 2, 3].map((n) => ({ ...aPayment().items[0], id: `i${String(n)}`, label: LONGEST, attendee: LONGEST }) as Payment['items'][number]),
  }),
  ...failuresOf(at, question),
};
