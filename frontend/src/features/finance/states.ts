import {
  aBalance, aDispute, aDisputeFile, aListedPayment, aMonth, anAccount, anEntry, aPayment, aPayout, aProgress, aRefund, aRefundQuote, aRun, aSalesDocument, ENTRIES, PAYMENT, POLICY, SETTINGS,
} from './fixtures';
import { aDocument, anEvent, LONGEST, me, ORG_ID } from '@/test/fixtures';
import { body, failuresOf, page, statesOf, type Answer, type State, type States } from '@/test/states';

const at = `/org/${ORG_ID}/finance`;
const EVENT = `/org/${ORG_ID}/events/${anEvent().id}/finance`;
const P = 'GET /api/v1/payments';

// The first pattern that fits answers, so the one with a name for any payment stands last.
const answers: Record<string, Answer> = {
  [`${P}/account`]: body({ account: anAccount() }),
  [`${P}/account/countries`]: body({ data: [{ code: 'CH', agreement: 'full', settlement_currency: 'CHF' }, { code: 'DE', agreement: 'full', settlement_currency: 'EUR' }] }),
  [`${P}/balance`]: body({ data: [aBalance(), aBalance('JPY', { debt: { amount: 1231, currency: 'JPY' }, fees_owed: { amount: 452, currency: 'JPY' }, disputed: { amount: 5000, currency: 'JPY' } })] }),
  [`${P}/payouts`]: page(aPayout(), aPayout({ id: 'po2', status: 'failed', failure_code: 'account_closed', arrival_at: null })),
  [`${P}/settings`]: body(SETTINGS),
  [`${P}/refund-policies`]: body({ current: POLICY, data: [] }),
  [`${P}/refunds`]: page(aRefund(), aRefund({ id: 're2', status: 'failed', failure_reason: 'lost_or_stolen_card', buyer_name: LONGEST, event_title: LONGEST })),
  [`${P}/refund-runs`]: page(aRun()),
  [`${P}/refund-runs/:id`]: body(aProgress({ status: 'paused' })),
  [`${P}/disputes`]: page(aDispute(), aDispute({ id: 'dp2', status: 'won', evidence_due_at: null })),
  [`${P}/disputes/:id`]: body(aDisputeFile()),
  [`${P}/documents`]: page(
    aSalesDocument(),
    aSalesDocument({ id: 'd2', kind: 'credit_note', number: 'APS-2026-000001', total: { amount: 1339, currency: 'USD' } }),
    aSalesDocument({ id: 'd3', number: 'ARBEITSGEMEINSCHAFT-2026-000002', replaced_by_id: 'd4', buyer_name: LONGEST, event_title: LONGEST }),
  ),
  [`${P}/ledger`]: page(...ENTRIES, anEntry({ id: 'le4', kind: 'plan_invoice_paid_and_something_longer', payment_id: null, account: 'stripe_costs' })),
  [`${P}/ledger/balances`]: body({ data: [{ account: 'organizer', amount: { amount: -1339, currency: 'USD' } }, { account: 'stripe', amount: { amount: 1339, currency: 'USD' } }] }),
  [`${P}/summary`]: body({ data: [aMonth(), aMonth({ month: '2026-10-01' })] }),
  [P]: page(aListedPayment(), aListedPayment({ id: 'p2', buyer_name: LONGEST, event_title: LONGEST, status: 'processing', flagged_reason: 'amount', disputed: { amount: 1646, currency: 'USD' }, fraud_feared: true })),
  'GET /api/v1/events/:id/tickets': body({ data: [] }),
  'GET /api/v1/events/:id': body(anEvent({ status: 'published' })),
  [`${P}/:id`]: body(aPayment()),
  [`${P}/:id/refund-quote`]: body(aRefundQuote()),
};
const shown = (address: string, change: Record<string, Answer> = {}): State => ({ at: address, me: me(), answers: { ...answers, ...change } });
const payment = (change: Parameters<typeof aPayment>[0]): State => shown(`${at}/${PAYMENT}`, { [`${P}/:id`]: body(aPayment(change)) });
const account = (change: Parameters<typeof anAccount>[0]): State => shown(`${at}/payouts`, { [`${P}/account`]: body({ account: anAccount(change) }) });
const failures = (address: string, question: string) => failuresOf(address, question, answers, me());

/** As large as a sum can get, in currencies of no and of three decimals. */
const yen = (amount: number) => ({ amount, currency: 'JPY' });
const dinars = (amount: number) => ({ amount, currency: 'KWD' });
const LARGE = [
  aListedPayment({ total: yen(9_876_543_210), organizer: yen(9_543_210_000), refunded: yen(1_234_567_890), refunds_borne: yen(1_200_000_000), earned: yen(8_343_210_000) }),
  aListedPayment({ id: 'p3', total: dinars(123_456_789_010), organizer: dinars(119_876_543_210), earned: dinars(119_876_543_210), buyer_name: LONGEST }),
  aListedPayment({ id: 'p4', status: 'failed', paid_at: null }),
];
const largeAmounts = {
  list: 123_456_789_010, discount: 3_456_789_010, net: 120_000_000_000, service_fee: 4_440_001_790, processing_fee: 3_716_000_310, tax: 0, tax_withheld: 0,
  total: 128_156_002_100, application_fee: 8_156_002_100, organizer: 120_000_000_000,
};

export const states: States = {
  ...statesOf('payments', {
    full: shown(at),
    'first-use': shown(at, { [P]: page() }),
    'no-match': shown(`${at}?q=nothing`, { [P]: page() }),
    large: shown(at, { [P]: page(...LARGE) }),
    'no-right': { at, me: me(['view-organization']), answers: {} },
    ...failures(at, P),
  }),
  ...statesOf('payment', {
    paid: payment({ documents: [aDocument(), aDocument({ id: 'd2', kind: 'credit_note', correctable_until: null })] }),
    refunded: payment({
      refunded: { amount: 1339, currency: 'USD' },
      refunds: [{ id: 're1', amount: 1339, cause: 'attendee_cancel', status: 'succeeded', requested_at: '2026-11-02T10:00:00Z', succeeded_at: '2026-11-03T10:00:00Z' }],
    }),
    flagged: payment({ status: 'open', finance: { disputed: 0, flagged_reason: LONGEST }, buyer: { email: 'lukasz@example.org', name: LONGEST } }),
    'fraud-feared': payment({ finance: { ...aPayment().finance, disputed: 0, fraud_warned_at: '2026-11-05T10:00:00Z', fraud_type: 'unauthorized_use_of_card' } }),
    'sold-by-platform': payment({
      amounts: { ...aPayment().amounts, tax: 263, tax_withheld: 263, organizer: 1076 },
      tax: { behavior: 'inclusive', seller_of_record: 'platform', lines: [{ name: 'VAT', country: 'PL', percentage: '23', amount: 263 }] },
      finance: { ...aPayment().finance, disputed: 0, tax_reversal_id: 'trr_1P7aXy2eZvKYlo2C' },
    }),
    'taxed-open': payment({ status: 'open', paid_at: null, tax: { behavior: 'exclusive', seller_of_record: 'organizer', lines: [] } }),
    invoice: payment({ status: 'open', method: 'outside', due_at: '2026-12-01T10:00:00Z', paid_at: null }),
    expired: payment({ status: 'expired', paid_at: null, ended_at: '2026-11-01T10:31:00Z' }),
    large: payment({
      currency: 'KWD', total: dinars(128_156_002_100), refunded: dinars(64_000_000_000), amounts: largeAmounts,
      items: [{ ...aPayment().items[0], id: 'i1', label: LONGEST, attendee: LONGEST, refunded: 0, closed: false, amounts: largeAmounts }],
      refunds: [{ id: 're1', amount: 64_000_000_000, cause: 'organizer', status: 'pending', requested_at: '2026-11-02T10:00:00Z', succeeded_at: null }],
    }),
    ...failures(`${at}/${PAYMENT}`, `${P}/:id`),
  }),
  ...statesOf('refunds', {
    full: shown(`${at}/refunds`),
    'no-match': shown(`${at}/refunds?status=canceled`, { [`${P}/refunds`]: page() }),
    'first-use': shown(`${at}/refunds`, { [`${P}/refunds`]: page(), [`${P}/refund-runs`]: page() }),
    'run-failed': shown(`${at}/refunds`, { [`${P}/refund-runs/:id`]: body(aProgress({ status: 'done_with_failures', failures: [aRefund({ status: 'failed' })] })) }),
    ...failures(`${at}/refunds`, `${P}/refunds`),
  }),
  ...statesOf('disputes', {
    full: shown(`${at}/disputes`),
    one: shown(`${at}/disputes?dispute=dp1`),
    'first-use': shown(`${at}/disputes`, { [`${P}/disputes`]: page() }),
    ...failures(`${at}/disputes`, `${P}/disputes`),
  }),
  ...statesOf('documents', {
    full: shown(`${at}/documents`),
    'first-use': shown(`${at}/documents`, { [`${P}/documents`]: page() }),
    'no-match': shown(`${at}/documents?kind=credit_note`, { [`${P}/documents`]: page() }),
    ...failures(`${at}/documents`, `${P}/documents`),
  }),
  ...statesOf('ledger', {
    full: shown(`${at}/ledger`),
    'first-use': shown(`${at}/ledger`, { [`${P}/ledger`]: page(), [`${P}/ledger/balances`]: body({ data: [] }) }),
    'no-match': shown(`${at}/ledger?account=tax`, { [`${P}/ledger`]: page() }),
    ...failures(`${at}/ledger`, `${P}/ledger`),
  }),
  ...statesOf('payouts', {
    active: shown(`${at}/payouts`),
    'first-use': shown(`${at}/payouts`, { [`${P}/account`]: body({ account: null }), [`${P}/balance`]: body({ data: [] }), [`${P}/payouts`]: page() }),
    large: shown(`${at}/payouts`, {
      [`${P}/balance`]: body({ data: [aBalance('KWD', { releasable: dinars(123_456_789_010), upcoming: dinars(99_000_000_000), debt: dinars(1_231_000) })] }),
      [`${P}/payouts`]: page(aPayout({ amount: dinars(119_876_543_210) }), aPayout({ id: 'po2', amount: yen(9_876_543_210), status: 'in_transit' })),
    }),
    blocked: shown(`${at}/payouts`, { [`${P}/account`]: body({ account: anAccount(), blocked_until: '2026-12-03T09:00:00Z' }) }),
    'blocked-first-use': shown(`${at}/payouts`, { [`${P}/account`]: body({ account: null, blocked_until: '2026-12-03T09:00:00Z' }), [`${P}/balance`]: body({ data: [] }), [`${P}/payouts`]: page() }),
    'may-look': { ...shown(`${at}/payouts`), me: me(['view-organization', 'view-finance']) },
    disconnected: account({ status: 'disconnected', charges_enabled: false, payouts_enabled: false }),
    onboarding: account({ status: 'onboarding', charges_enabled: false, payouts_enabled: false, settlement_currency: null }),
    pending: account({ status: 'pending', charges_enabled: false, payouts_enabled: false }),
    restricted: account({
      status: 'restricted', charges_enabled: false, requirements_due: ['external_account', 'person_1MqjT.verification.document'], requirements_deadline: '2026-12-20T00:00:00Z', disabled_reason: 'requirements.past_due',
    }),
    rejected: account({ status: 'rejected', charges_enabled: false }),
    ...failures(`${at}/payouts`, `${P}/account`),
  }),
  ...statesOf('event', {
    full: shown(EVENT),
    cancelled: shown(EVENT, { 'GET /api/v1/events/:id': body(anEvent({ status: 'cancelled' })), [`${P}/refund-runs`]: page() }),
    free: shown(EVENT, { [`${P}/summary`]: body({ data: [] }), [P]: page(), [`${P}/refund-runs`]: page() }),
    ...failures(EVENT, `${P}/summary`),
  }),
};
