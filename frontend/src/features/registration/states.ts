import type { EventDetails } from './api';
import { aQuote, aTicket, event, open, priced, usd } from './fixtures';
import { LONGEST, me } from '@/test/fixtures';
import { body, failuresOf, type State, type States } from '@/test/states';

const at = '/events/renal-2027/register';
const question = 'GET /api/v1/discovery/events/:slug';
const shown = (change: Partial<EventDetails>, who?: State['me']): State => ({ at, me: who, answers: { [question]: body(event(change)) } });
const sold = (change: Partial<EventDetails>): State => ({
  at, answers: { [question]: body(priced(change)), 'POST /api/v1/payments/quotes': body(aQuote()) },
});

export const states: States = {
  guest: shown({}),
  'signed-in': shown({}, me()),
  priced: sold({}),
  tickets: sold({
    registration: open({
      ticket_types: [
        aTicket({ name: 'Early bird', buyer_pays: usd(1646), next_buyer_pays: usd(2200), price_ends_at: '2027-01-31T23:00:00Z' }),
        aTicket({ id: 't2', name: LONGEST, description: LONGEST, buyer_pays: usd(9900), availability: 'few_left', seats_left: 4, min_per_booking: 3 }),
        aTicket({ id: 't3', name: 'Student', availability: 'sold_out' }),
      ],
    }),
  }),
  taxed: {
    at,
    answers: {
      [question]: body(priced({ registration: open({ ticket_types: [aTicket({ buyer_pays: usd(2351), tax: 'exclusive' }), aTicket({ id: 't2', name: LONGEST, buyer_pays: usd(9900), tax: 'exclusive' })] }) })),
      'POST /api/v1/payments/quotes': body({ ...aQuote(), tax: { behavior: 'exclusive', amount: 0, estimated: true } }),
    },
  },
  'tax-inside': {
    at,
    answers: {
      [question]: body(priced({ registration: open({ ticket_types: [aTicket({ buyer_pays: usd(2351), tax: 'inclusive' })] }) })),
      'POST /api/v1/payments/quotes': body({ ...aQuote(), tax: { behavior: 'inclusive', amount: 0, estimated: true } }),
    },
  },
  approval: sold({ registration: open({ approval_required: true, ticket_types: [aTicket({ buyer_pays: usd(2351), price: usd(1999) })] }) }),
  'price-unknown': { at, answers: { [question]: body(priced()), 'POST /api/v1/payments/quotes': { status: 500, code: 'internal' } } },
  waitlist: shown({ availability: 'waitlist' }),
  'sold-out': shown({ availability: 'sold_out' }),
  closed: shown({ availability: 'closed', registration: { ...open(), open: false } }),
  'no-guests': shown({ registration: { ...open(), guests_allowed: false } }),
  cancelled: shown({ status: 'cancelled', availability: 'closed', registration: { ...open(), open: false } }),
  longest: shown({
    title: LONGEST,
    organizer: { name: LONGEST, verified: true },
    registration: { ...open(), questions: [{ id: 'q1', label: LONGEST, help: LONGEST, kind: 'text', options: [], required: true, max: null }] },
  }),
  ...failuresOf(at, question),
};
