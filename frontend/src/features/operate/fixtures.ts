import type { Schema } from '@/api/contract';

const usd = (amount: number) => ({ amount, currency: 'USD' });

export function aFinding(change: Partial<Schema<'Finding'>> = {}): Schema<'Finding'> {
  return {
    id: 'fi1', organization_id: 'o1', organization_name: 'Alpine Pathology Society', kind: 'refund-amount', object: 're_3P7aXy2eZvKYlo2C', local: { amount: 1339, currency: 'USD' },
    expected: { amount: 1646, currency: 'USD' }, found_at: '2026-11-24T02:00:00Z', seen_at: '2026-11-26T02:00:00Z', fixed_at: null, closed_at: null, closed_by: null, closed_reason: null, ...change,
  };
}

export function aFlagged(change: Partial<Schema<'FlaggedPayment'>> = {}): Schema<'FlaggedPayment'> {
  return {
    id: 'p1', organization_id: 'o1', organization_name: 'Alpine Pathology Society', status: 'open', buyer_name: 'Łukasz Żółć', total: usd(1646), fees: usd(307),
    differs: 'amount: 1646 was agreed, 1 came', flagged_at: '2026-11-26T09:00:00Z', stripe_session_id: 'cs_test_a1B2c3', ...change,
  };
}

export function aDebt(change: Partial<Schema<'OrganizerDebt'>> = {}): Schema<'OrganizerDebt'> {
  return { organization_id: 'o1', organization_name: 'Alpine Pathology Society', debt: usd(6900), fees: usd(1900), ...change };
}

export function aDaily(change: Partial<Schema<'DailyPayouts'>> = {}): Schema<'DailyPayouts'> {
  return { organization_id: 'o1', organization_name: 'Alpine Pathology Society', ...change };
}

export function aDeadJob(change: Partial<Schema<'DeadJob'>> = {}): Schema<'DeadJob'> {
  return {
    id: 'dj1', queue: 'send-email', payload: { message: '0198a000-0000-7000-8000-00000000c001' }, attempts: 12, error: 'the mail server refused: 554 5.7.1', died_at: '2026-11-26T04:12:00Z',
    replayed_at: null, dismissed_at: null, ...change,
  };
}

export function aComparison(change: Partial<Schema<'Reconciliation'>> = {}): Schema<'Reconciliation'> {
  return {
    id: 'rc1', night: '2026-11-26', started_by: null, reason: null, stage: 'checks', compared: 1204, repaired: 2, found: 1, started_at: '2026-11-26T02:00:00Z', finished_at: '2026-11-26T02:04:00Z', ...change,
  };
}

export const PLANS: Schema<'OfferedPlans'> = {
  data: [
    { plan: 'attendee', name: 'Attendee', features: [], included_seats: 1, max_seats: 1, trial_days: 0, limits: { events_per_month: 0, courses_per_month: 0, certificates_per_month: 0, attendees_per_event: 0 }, prices: [] },
    {
      plan: 'organizer', name: 'Organizer', features: ['events', 'certificates'], included_seats: 1, max_seats: 1, trial_days: 30,
      limits: { events_per_month: 30, courses_per_month: 0, certificates_per_month: 500, attendees_per_event: 500 },
      prices: [{ interval: 'month', amount: usd(2900), seat_amount: null }, { interval: 'year', amount: usd(29_000), seat_amount: null }],
    },
    {
      plan: 'organization', name: 'Organization', features: ['events', 'courses', 'certificates', 'team'], included_seats: 1, max_seats: 500, trial_days: 14,
      limits: { events_per_month: null, courses_per_month: null, certificates_per_month: null, attendees_per_event: 2000 },
      prices: [{ interval: 'month', amount: usd(19_900), seat_amount: usd(12_900) }],
    },
  ],
};

export function aTaxRule(change: Partial<Schema<'TaxRule'>> = {}): Schema<'TaxRule'> {
  return {
    id: 'tr1', mode: 'live_online', seller_country: 'DE', buyer_country: null, buyer_is_business: false, seller_of_record: 'organizer', place: 'buyer', stripe_tax_code: 'txcd_20060045',
    legal_reference: 'Article 54 of Directive 2006/112/EC as amended by 2022/542', valid_from: '2026-12-01T00:00:00Z', signed_off_by: null, signed_off_at: null, withdrawn_at: null, ...change,
  };
}
