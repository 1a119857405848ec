import { aFeeStatement, aQuote, anInvoice, catalogue, inDinars, nearly, noProfile, profile, unlimited } from './fixtures';
import { aSubscription, LONGEST, me, ORG_ID } from '@/test/fixtures';
import { body, failuresOf, page, statesOf, type Answer, type State, type States } from '@/test/states';

const PLANS = 'GET /api/v1/billing/plans';
const PLAN = 'GET /api/v1/billing/subscription';
const plans = { [PLANS]: body({ data: catalogue }) };

const pricing = (at: string, answers: Record<string, Answer> = plans, who?: State['me']): State => ({ at, answers, me: who });

const prices: States = {
  monthly: pricing('/pricing'),
  yearly: pricing('/pricing?interval=year'),
  dinars: pricing('/pricing?currency=KWD', { [PLANS]: body({ data: inDinars }) }),
  'dinars-by-the-year': pricing('/pricing?currency=KWD&interval=year', { [PLANS]: body({ data: inDinars }) }),
  nearest: pricing('/pricing?currency=SEK'),
  'signed-in': pricing('/pricing', plans, me()),
  ...failuresOf('/pricing', PLANS),
};

const at = `/org/${ORG_ID}/billing`;
const answers: Record<string, Answer> = {
  ...plans,
  [PLAN]: body(aSubscription()),
  'GET /api/v1/billing/usage': body(unlimited),
  'GET /api/v1/billing/profile': body(profile),
  'GET /api/v1/billing/fee-statements': page(aFeeStatement()),
  'GET /api/v1/billing/invoices': page(anInvoice(), anInvoice({ id: 'f3', status: 'open', number: null, pdf_url: null })),
  'POST /api/v1/billing/plan-quotes': body(aQuote()),
};
const shown = (change: Parameters<typeof aSubscription>[0] = {}, more: Record<string, Answer> = {}, search = ''): State => ({
  at: at + search,
  me: me(),
  answers: { ...answers, [PLAN]: body(aSubscription(change)), ...more },
});

const nothing = { 'GET /api/v1/billing/fee-statements': page(), 'GET /api/v1/billing/profile': body(noProfile), 'GET /api/v1/billing/invoices': page(), 'GET /api/v1/billing/usage': body(nearly) };
const unpaid = { interval: undefined, amount: undefined, period_start: undefined, period_end: undefined } as const;
const free = {
  ...unpaid, plan: 'attendee', plan_name: 'Attendee', status: 'free', trial_available: true, seats: { included: 1, paid: 0, taken: 1, max: 1 },
  limits: { events_per_month: 0, courses_per_month: 0, certificates_per_month: 0, attendees_per_event: 0 },
} as const;
const tried = { ...unpaid, plan: 'organizer', plan_name: 'Organizer', status: 'trialing', seats: { included: 1, paid: 0, taken: 1, max: 1 }, trial_ends_at: '2026-12-20T09:00:00Z' } as const;
const CHECKOUT = 'POST /api/v1/billing/checkouts/:id/confirm';
const scheduled_change = { plan: 'organizer', interval: 'year', seats: 1, amount: { amount: 29_000, currency: 'USD' }, effective_at: '2026-12-10T09:00:00Z' } as const;

const plan: States = {
  paid: shown(),
  free: shown(free, nothing),
  choosing: shown(free, nothing, '?plan=organizer&interval=year'),
  changing: shown({}, {}, '?plan=organization&interval=month'),
  trial: shown(tried, nothing),
  'trial-over': shown({ ...tried, access: 'grace', trial_ends_at: '2026-11-20T09:00:00Z', read_only_from: '2026-12-04T09:00:00Z' }, nothing),
  'past-due': shown({ status: 'past_due', past_due_since: '2026-11-20T09:00:00Z' }),
  'read-only': shown({ status: 'unpaid', access: 'read_only' }),
  incomplete: shown({ ...unpaid, status: 'incomplete' }, nothing),
  paused: shown({ status: 'paused', access: 'read_only' }),
  canceling: shown({ cancel_at: '2026-12-10T09:00:00Z' }),
  ended: shown({ ...unpaid, status: 'canceled', access: 'read_only' }),
  scheduled: shown({ scheduled_change }),
  granted: shown({ ...unpaid, status: 'free', granted_until: '2027-03-01T00:00:00Z' }, nothing),
  'back-paid': shown({}, { [CHECKOUT]: body({ status: 'complete', subscription: aSubscription() }) }, '?checkout=c1'),
  'back-open': shown(free, { ...nothing, [CHECKOUT]: { status: 409, code: 'checkout-open', detail: 'The checkout is not finished yet.' } }, '?checkout=c1'),
  'back-expired': shown(free, { ...nothing, [CHECKOUT]: body({ status: 'expired', subscription: aSubscription(free) }) }, '?checkout=c1'),
  longest: shown({}, { 'GET /api/v1/billing/profile': body({ ...profile, legal_name: LONGEST, email: `${'accounts.'.repeat(6)}@example.org` }), 'GET /api/v1/billing/usage': body(nearly) }),
  'parts-fail': shown({}, { 'GET /api/v1/billing/usage': { status: 503, code: 'unavailable' }, 'GET /api/v1/billing/profile': { status: 500, code: 'internal' }, 'GET /api/v1/billing/invoices': 'offline' }),
  'may-look': { ...shown(), me: me(['view-organization', 'view-billing']) },
  'no-right': { at, me: me(['view-organization']), answers: {} },
  ...failuresOf(at, PLAN, answers, me()),
};

export const states: States = { ...statesOf('pricing', prices), ...statesOf('plan', plan) };
