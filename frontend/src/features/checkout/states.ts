import type { Payment } from './api';
import { aPayment, LONGEST } from '@/test/fixtures';
import { body, failuresOf, type State, type States } from '@/test/states';

const at = '/checkout/return?payment=p1#p.1.m';
const question = 'POST /api/v1/payments/:id/confirm';
const shown = (change: Partial<Payment>, address = at): State => ({ at: address, answers: { [question]: body(aPayment(change)) } });
const refund = { id: 'f1', amount: 1646, cause: 'no_seat' as const, status: 'pending' as const, requested_at: '2027-03-01T12:20:00Z', succeeded_at: null };

export const states: States = {
  paid: shown({}),
  'back-from-vendor': shown({ status: 'open' }, '/checkout/return?payment=p1&left=1#p.1.m'),
  draft: shown({ status: 'draft' }),
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
