import type { MyPayment } from './api';

/** A payment in one's own list. */
export function aMyPayment(change: Partial<MyPayment> = {}): MyPayment {
  const usd = (amount: number) => ({ amount, currency: 'USD' });
  return {
    id: 'p1', status: 'paid', method: 'stripe', organizer: 'Alpine Pathology Society', total: usd(1646), refunded: usd(0), places: 1, checkout_url: null, expires_at: null,
    event: { id: 'e1', slug: 'renal-2027', title: 'Renal pathology', starts_at: '2027-03-03T14:00:00Z', time_zone: 'Europe/Zurich' },
    hold_expires_at: null, due_at: null, created_at: '2027-03-01T12:00:00Z', paid_at: '2027-03-01T12:04:00Z', ended_at: null, documents: [{ id: 'd1', kind: 'invoice', number: 'APS-2027-000001', ready: true }], next: 'none', ...change,
  };
}
