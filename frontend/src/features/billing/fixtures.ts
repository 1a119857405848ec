import type { Invoice, OfferedPlan, PlanQuote } from './api';
import type { Schema } from '@/api/contract';

const usd = (amount: number): Schema<'Money'> => ({ amount, currency: 'USD' });
const prices = (month: number, seat: number | null): OfferedPlan['prices'] =>
  (['month', 'year'] as const).map((interval) => {
    const times = interval === 'year' ? 10 : 1;
    return { interval, amount: usd(month * times), seat_amount: seat === null ? null : usd(seat * times) };
  });

/** The catalogue of the start (BI-1). */
export const catalogue: OfferedPlan[] = [
  {
    plan: 'attendee', name: 'Attendee', features: ['own-record'], included_seats: 1, max_seats: 1, trial_days: 0, prices: [],
    limits: { events_per_month: 0, courses_per_month: 0, certificates_per_month: 0, attendees_per_event: 0 },
  },
  {
    plan: 'organizer', name: 'Organizer', features: ['events', 'certificates'], included_seats: 1, max_seats: 1, trial_days: 30, prices: prices(2900, null),
    limits: { events_per_month: 30, courses_per_month: 0, certificates_per_month: 500, attendees_per_event: 500 },
  },
  {
    plan: 'lms', name: 'Courses', features: ['courses', 'certificates'], included_seats: 1, max_seats: 1, trial_days: 30, prices: prices(2900, null),
    limits: { events_per_month: 0, courses_per_month: 30, certificates_per_month: 500, attendees_per_event: 0 },
  },
  {
    plan: 'organization', name: 'Organization', features: ['events', 'courses', 'certificates', 'team'], included_seats: 1, max_seats: 500, trial_days: 14,
    prices: prices(19_900, 12_900),
    limits: { events_per_month: null, courses_per_month: null, certificates_per_month: null, attendees_per_event: 2000 },
  },
];

/** The same with a second currency, of three decimals. */
export const inDinars: OfferedPlan[] = catalogue.map((plan) => ({
  ...plan,
  prices: [...plan.prices, ...plan.prices.filter(({ interval }) => interval === 'month').map((price) => ({ ...price, amount: { amount: 8950, currency: 'KWD' }, seat_amount: price.seat_amount && { amount: 39_500, currency: 'KWD' } }))],
}));

const resets_at = '2026-12-01T00:00:00Z';

export const unlimited: Schema<'Usage'> = {
  data: (['events', 'courses', 'certificates'] as const).map((metric, at) => ({ metric, used: [41, 3, 1204][at] ?? 0, limit: null, resets_at })),
};

export const nearly: Schema<'Usage'> = {
  data: [
    { metric: 'events', used: 30, limit: 30, resets_at },
    { metric: 'courses', used: 0, limit: 0, resets_at },
    { metric: 'certificates', used: 412, limit: 500, resets_at },
  ],
};

export const profile: Schema<'BillingProfile'> = {
  legal_name: 'Alpine Pathology Society', email: 'accounts@example.org', version: 1, tax_ids: [{ type: 'ch_vat', value: 'CHE-123.456.789 MWST' }],
  address: { line1: 'Bahnhofstrasse 1', postal_code: '8001', city: 'Zürich', country: 'CH' },
  card: { brand: 'visa', last4: '4242', expires_on: '2027-08-31' },
};

export const noProfile: Schema<'BillingProfile'> = { address: {}, tax_ids: [], version: 0 };

export function anInvoice(change: Partial<Invoice> = {}): Invoice {
  return {
    id: '0198a000-0000-7000-8000-00000000f001', number: 'ACC-0007', status: 'paid', subtotal: usd(32_800), tax: usd(2657), total: usd(35_457),
    created_at: '2026-11-10T09:00:00Z', period_start: '2026-11-10T09:00:00Z', period_end: '2026-12-10T09:00:00Z',
    hosted_url: 'https://pay.example.org/i/7', pdf_url: 'https://pay.example.org/i/7.pdf', ...change,
  };
}

export function aQuote(change: Partial<PlanQuote> = {}): PlanQuote {
  return {
    id: '0198a000-0000-7000-8000-00000000f002', when: 'now', due_now: usd(6321), credit: usd(6129), next_amount: usd(45_700), expires_at: '2026-11-26T16:40:00Z',
    lines: [
      { description: 'Unused time on Organization after 26 Nov 2026', amount: usd(-6129) },
      { description: 'Remaining time on Organization, 3 seats, after 26 Nov 2026', amount: usd(11_976) },
    ],
    ...change,
  };
}

export function aFeeStatement(change: Partial<Schema<'FeeStatement'>> = {}): Schema<'FeeStatement'> {
  return { id: 'fs1', number: 'ACC-2026-000012', month: '2026-10-01', issued_at: '2026-11-01T04:00:00Z', totals: [{ amount: 3684, currency: 'USD' }, { amount: 1231, currency: 'JPY' }], ready: true, ...change };
}
