import type { Schema } from '@/api/contract';

export function aTicket(change: Partial<Schema<'Ticket'>> = {}): Schema<'Ticket'> {
  return {
    id: 't1', name: 'Seat', description: null, mode: 'any', audience: 'public', access_code: null, capacity: null, color: null, min_per_booking: 1, max_per_booking: null,
    waitlist_priority: 0, position: 0, seats_taken: 0, prices: [], sales_open_at: null, sales_close_at: null, version: 1, ...change,
  };
}

/** An invoice whose money has not come yet. */
export const UNPAID: NonNullable<Schema<'Registration'>['payment']> = {
  id: 'p1', status: 'draft', total: { amount: 4900, currency: 'GBP' }, refunded: { amount: 0, currency: 'GBP' }, token: null,
};

const gbp = (amount: number) => ({ amount, currency: 'GBP' });

/** The same after the team has seen the money. */
export const A_MARKED_PAYMENT: Schema<'ListedPayment'> = {
  id: 'p1', status: 'paid', method: 'outside', total: gbp(4900), discount: gbp(0), fees: gbp(0), organizer: gbp(4900), refunded: gbp(0), disputed: gbp(0),
  buyer_name: 'Łukasz Żółć', buyer_email: 'lukasz@example.org', buyer_company: null, places: 1, event_id: null, event_title: null,
  created_at: '2026-11-01T10:00:00Z', paid_at: '2026-11-20T10:00:00Z', flagged_reason: null, fraud_feared: false, refunds_borne: gbp(0), earned: gbp(4900),
};
