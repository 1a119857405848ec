import { aComparison, aDaily, aDeadJob, aDebt, aFinding, aFlagged, aTaxRule, PLANS } from './fixtures';
import { LONGEST, me } from '@/test/fixtures';
import { body, failuresOf, page, statesOf, type Answer, type State, type States } from '@/test/states';

const staff = { ...me(), platform_role: 'operator' };
const FINDINGS = 'GET /api/v1/billing/findings';
const FLAGGED = 'GET /api/v1/billing/flagged-payments';
const DEBTS = 'GET /api/v1/billing/debts';
const DAILY = 'GET /api/v1/billing/daily-payouts';
const RULES = 'GET /api/v1/billing/tax-rules';
const JOBS = 'GET /api/v1/operators/dead-jobs';
const RUNS = 'GET /api/v1/operators/reconciliations';
const PLANS_ASKED = 'GET /api/v1/billing/plans';

const SIGNED = { signed_off_by: 'Clara Weiss, tax adviser, Hamburg', signed_off_at: '2026-11-26T09:00:00Z' };

const answers: Record<string, Answer> = {
  [FINDINGS]: page(
    aFinding(),
    aFinding({ id: 'fi2', kind: 'session-unknown', object: 'cs_live_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0', organization_name: null, local: null, expected: { status: 'complete', payment_status: 'paid', amount_total: 4900 } }),
    aFinding({ id: 'fi3', kind: 'journal-sum', organization_name: LONGEST, local: -1, expected: 0 }),
  ),
  [RUNS]: page(aComparison()),
  [FLAGGED]: page(aFlagged(), aFlagged({ id: 'p2', buyer_name: null, organization_name: LONGEST, differs: 'destination: acct_1 was agreed, acct_2 came; currency: USD was agreed, EUR came' })),
  [DEBTS]: page(aDebt(), aDebt({ organization_id: 'o2', organization_name: LONGEST, debt: { amount: 120_000, currency: 'JPY' }, fees: { amount: 0, currency: 'JPY' } })),
  [DAILY]: page(aDaily(), aDaily({ organization_id: 'o2', organization_name: LONGEST })),
  [RULES]: page(
    aTaxRule(),
    aTaxRule({ id: 'tr2', mode: 'in_person', buyer_country: 'FR', buyer_is_business: true, place: 'performance', seller_of_record: 'platform', valid_from: '2026-01-01T00:00:00Z', ...SIGNED }),
    aTaxRule({ id: 'tr3', mode: 'on_demand', valid_from: '2999-01-01T00:00:00Z', ...SIGNED }),
    aTaxRule({ id: 'tr4', legal_reference: LONGEST, valid_from: '2026-01-01T00:00:00Z', signed_off_by: LONGEST, signed_off_at: '2026-01-01T09:00:00Z', withdrawn_at: '2026-11-27T09:00:00Z' }),
  ),
  [JOBS]: page(aDeadJob(), aDeadJob({ id: 'dj2', queue: 'settle-payment', error: `${LONGEST}: connection reset`, payload: { source: 'event', object: { id: 'cs_1', kind: 'checkout.session' } } })),
  [PLANS_ASKED]: body(PLANS),
};
const shown = (at: string, change: Record<string, Answer> = {}, who: State['me'] = staff): State => ({ at, me: who, answers: { ...answers, ...change } });

export const states: States = {
  ...statesOf('findings', {
    full: shown('/operate'),
    settled: shown('/operate?state=closed', {
      [FINDINGS]: page(aFinding({ fixed_at: '2026-11-26T02:03:00Z' }), aFinding({ id: 'fi2', closed_at: '2026-11-26T09:00:00Z', closed_by: 'u1', closed_reason: 'Booked by hand with the bank.' })),
    }),
    running: shown('/operate', { [RUNS]: page(aComparison({ finished_at: null })) }),
    'first-use': shown('/operate', { [FINDINGS]: page(), [RUNS]: page() }),
    'no-match': shown('/operate?kind=nothing', { [FINDINGS]: page() }),
    support: shown('/operate', {}, { ...me(), platform_role: 'support' }),
    'no-right': shown('/operate', {}, me()),
    ...failuresOf('/operate', FINDINGS, answers, staff),
  }),
  ...statesOf('flagged', { full: shown('/operate/flagged-payments'), none: shown('/operate/flagged-payments', { [FLAGGED]: page() }), ...failuresOf('/operate/flagged-payments', FLAGGED, answers, staff) }),
  ...statesOf('debts', {
    full: shown('/operate/debts'),
    none: shown('/operate/debts', { [DEBTS]: page(), [DAILY]: page() }),
    support: shown('/operate/debts', {}, { ...me(), platform_role: 'support' }),
    ...failuresOf('/operate/debts', DEBTS, answers, staff),
  }),
  ...statesOf('tax-rules', {
    full: shown('/operate/tax-rules'),
    'first-use': shown('/operate/tax-rules', { [RULES]: page() }),
    'no-match': shown('/operate/tax-rules?country=CH', { [RULES]: page() }),
    record: shown('/operate/tax-rules?act=record'),
    'sign-off': shown('/operate/tax-rules?act=sign-off&rule=tr1'),
    withdraw: shown('/operate/tax-rules?act=withdraw&rule=tr2'),
    support: shown('/operate/tax-rules', {}, { ...me(), platform_role: 'support' }),
    ...failuresOf('/operate/tax-rules', RULES, answers, staff),
  }),
  ...statesOf('jobs', {
    full: shown('/operate/dead-jobs'),
    settled: shown('/operate/dead-jobs?state=settled', { [JOBS]: page(aDeadJob({ replayed_at: '2026-11-26T10:00:00Z' }), aDeadJob({ id: 'dj2', dismissed_at: '2026-11-26T10:00:00Z' })) }),
    none: shown('/operate/dead-jobs', { [JOBS]: page() }),
    ...failuresOf('/operate/dead-jobs', JOBS, answers, staff),
  }),
  ...statesOf('plans', { full: shown('/operate/plans'), ...failuresOf('/operate/plans', PLANS_ASKED, answers, staff) }),
};
