import type { Schema } from '@/api/contract';
import { anEvent } from '@/test/fixtures';

const usd = (amount: number) => ({ amount, currency: 'USD' });
export const PAYMENT = '0198a000-0000-7000-8000-00000000f001';
export const REGISTRATION = '0198a000-0000-7000-8000-00000000f0a1';

export function anAccount(change: Partial<Schema<'PayoutAccount'>> = {}): Schema<'PayoutAccount'> {
  return {
    id: 'acc1', country: 'CH', business_type: 'non_profit', status: 'active', charges_enabled: true, payouts_enabled: true, requirements_due: [],
    requirements_deadline: null, disabled_reason: null, settlement_currency: 'CHF', payout_mode: 'after_event', connected_at: '2026-02-01T09:00:00Z', ...change,
  };
}

export function aBalance(currency = 'USD', change: Partial<Schema<'SellerBalance'>> = {}): Schema<'SellerBalance'> {
  const of = (amount: number) => ({ amount, currency });
  return { releasable: of(124_550), upcoming: of(32_100), settling: of(1_340), on_the_way: of(0), paid_out: of(812_000), disputed: of(0), debt: of(0), fees_owed: of(0), ...change };
}

export function aPayout(change: Partial<Schema<'Payout'>> = {}): Schema<'Payout'> {
  return { id: 'po1', amount: usd(40_000), status: 'paid', created_at: '2026-10-01T07:00:00Z', arrival_at: '2026-10-04T00:00:00Z', bank_last4: '3000', failure_code: null, requested_by: null, ...change };
}

export const SETTINGS: Schema<'SellerSettings'> = {
  fee_payer: 'buyer', legal_name: 'Alpine Pathology Society', legal_address: 'Hauptstrasse 1, 8001 Zürich', tax_id: null, tax_mode: 'off', tax_behavior: 'exclusive',
  document_prefix: 'APS', invoice_due_days: 14, delayed_methods: false, payout_mode: 'after_event',
};

export const POLICY: Schema<'RefundPolicy'> = {
  name: 'Standard', version: 0, rungs: [{ min_hours_before: 168, percent_bp: 10_000, keep_minor: 0 }, { min_hours_before: 24, percent_bp: 5_000, keep_minor: 0 }],
  fees_refundable: false, self_cancel: true, course_days: 14, course_max_progress_bp: 2_000,
};

/** The golden build-up: 19.99 with a third off (PA-9). */
export const AMOUNTS: Schema<'Amounts'> = {
  list: 1999, discount: 660, net: 1339, service_fee: 229, processing_fee: 78, tax: 0, tax_withheld: 0, total: 1646, application_fee: 307, organizer: 1339,
};

export function aListedPayment(change: Partial<Schema<'ListedPayment'>> = {}): Schema<'ListedPayment'> {
  return {
    id: PAYMENT, status: 'paid', method: 'stripe', total: usd(1646), discount: usd(660), fees: usd(307), organizer: usd(1339), refunded: usd(0), disputed: usd(0),
    buyer_name: 'Łukasz Żółć', buyer_email: 'lukasz@example.org', buyer_company: null, places: 1, event_id: anEvent().id, event_title: anEvent().title,
    created_at: '2026-11-01T10:00:00Z', paid_at: '2026-11-01T10:03:00Z', flagged_reason: null, fraud_feared: false, refunds_borne: usd(0), earned: usd(1339), ...change,
  };
}

export function aPayment(change: Partial<Schema<'Payment'>> = {}): Schema<'Payment'> {
  const { id, slug, title, starts_at } = anEvent();
  return {
    id: PAYMENT, now: '2026-11-01T11:00:00Z', status: 'paid', method: 'stripe', fee_payer: 'buyer', currency: 'USD', total: usd(1646), amounts: AMOUNTS, organizer: 'Alpine Pathology Society',
    items: [{ id: 'i1', label: 'Standard', attendee: 'Łukasz Żółć', registration_id: REGISTRATION, promo_code: 'SPRING', amounts: AMOUNTS, refunded: 0, closed: false }],
    buyer: { name: 'Łukasz Żółć', email: 'lukasz@example.org', company: null, country: 'PL', tax_id: null }, event: { id, slug, title, starts_at },
    created_at: '2026-11-01T10:00:00Z', paid_at: '2026-11-01T10:03:00Z', ended_at: null, due_at: null, expires_at: null, hold_expires_at: null, checkout_url: null, return_to: null,
    refunded: usd(0), refunds: [], documents: [],
    finance: { charge_id: 'ch_3P7aXy2eZvKYlo2C0', fee_id: 'fee_1P7aXy', transfer_id: 'tr_1P7aXy', disputed: 0, flagged_reason: null, outside_reference: null, waived_reason: null },
    ...change,
  };
}

export function aSalesDocument(change: Partial<Schema<'ListedDocument'>> = {}): Schema<'ListedDocument'> {
  return {
    id: 'd1', kind: 'invoice', number: 'APS-2026-000001', issued_at: '2026-11-01T10:03:00Z', total: usd(1646), buyer_name: 'Łukasz Żółć', payment_id: PAYMENT, refund_id: null, about_id: null,
    replaced_by_id: null, event_id: anEvent().id, event_title: anEvent().title, ready: true, ...change,
  };
}

export function aRefundQuote(change: Partial<Schema<'RefundQuote'>> = {}): Schema<'RefundQuote'> {
  return {
    amount: usd(1339), organizer: usd(1339), platform: usd(0), tax: usd(0),
    lines: [{ item_id: 'i1', label: 'Standard', paid: usd(1646), refunded: usd(0), amount: usd(1339), gives_up_place: false }], ...change,
  };
}

export function aRefund(change: Partial<Schema<'Refund'>> = {}): Schema<'Refund'> {
  return {
    id: 're1', payment_id: PAYMENT, run_id: null, cause: 'organizer', amount: usd(1339), organizer: usd(1339), platform: usd(0), tax: usd(0), status: 'pending',
    failure_reason: null, reason: 'Could not come', requested_by: null, requested_at: '2026-11-02T10:00:00Z', succeeded_at: null, settled_outside_at: null, settled_outside_note: null,
    buyer_name: 'Łukasz Żółć', buyer_email: 'lukasz@example.org', event_id: anEvent().id, event_title: anEvent().title,
    lines: [{ item_id: 'i1', label: 'Standard', amount: usd(1339) }], ...change,
  };
}

export function aRun(change: Partial<Schema<'RefundRun'>> = {}): Schema<'RefundRun'> {
  return { id: 'run1', event_id: anEvent().id, event_title: anEvent().title, status: 'running', total: 12, started_by: null, created_at: '2026-11-02T10:00:00Z', finished_at: null, ...change };
}

export function aProgress(change: Partial<Schema<'RefundRunProgress'>> = {}): Schema<'RefundRunProgress'> {
  return {
    ...aRun(),
    refunds: [{ status: 'succeeded', count: 7, amount: usd(11_522) }, { status: 'pending', count: 2, amount: usd(3_292) }],
    failures: [], ...change,
  };
}

export function aDispute(change: Partial<Schema<'Dispute'>> = {}): Schema<'Dispute'> {
  return {
    id: 'dp1', payment_id: PAYMENT, amount: usd(1646), fee: usd(1500), reason: 'product_not_received', status: 'needs_response', evidence_due_at: '2026-12-09T23:59:59Z',
    evidence_sent_at: null, closed_at: null, created_at: '2026-11-20T10:00:00Z', buyer_name: 'Łukasz Żółć', buyer_email: 'lukasz@example.org', event_id: anEvent().id, event_title: anEvent().title, ...change,
  };
}

export function aDisputeFile(change: Partial<Schema<'Dispute'>> = {}): Schema<'DisputeFile'> {
  return {
    ...aDispute(change),
    pack: {
      buyer_name: 'Łukasz Żółć', buyer_email: 'lukasz@example.org', paid_at: '2026-11-01T10:03:00Z', total: usd(1646), terms: POLICY,
      places: [{ label: 'Standard', attendee: 'Łukasz Żółć', event_starts_at: '2026-11-10T17:00:00Z', event_ends_at: '2026-11-10T18:00:00Z', present_minutes: 52, possible_minutes: 60 }],
      mails: [{ subject: 'Your place is confirmed', state: 'delivered', at: '2026-11-01T10:04:00Z' }],
      activity: [{ at: '2026-11-10T16:58:00Z', what: 'clicked to join' }, { at: '2026-11-10T16:59:00Z', what: 'came in' }],
    },
  };
}

export function anEntry(change: Partial<Schema<'LedgerEntry'>> = {}): Schema<'LedgerEntry'> {
  return { id: 'le1', journal_id: 'j1', kind: 'settled', account: 'stripe', amount: usd(1646), payment_id: PAYMENT, occurred_at: '2026-11-01T10:03:00Z', ...change };
}

export const ENTRIES = [anEntry(), anEntry({ id: 'le2', account: 'organizer', amount: usd(-1339) }), anEntry({ id: 'le3', account: 'fees', amount: usd(-307) })];

export function aMonth(change: Partial<Schema<'SalesMonth'>> = {}): Schema<'SalesMonth'> {
  return { month: '2026-11-01', payments: 12, sales: usd(19_752), fees: usd(3_684), tax_withheld: usd(0), refunds: usd(1_339), refunds_borne: usd(1_339), earned: usd(14_729), paid_out: usd(0), ...change };
}
