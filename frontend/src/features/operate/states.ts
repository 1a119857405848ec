import { aComparison, aDaily, aDeadJob, aDebt, aFinding, aFlagged, PLANS } from './fixtures';
import { LONGEST, me } from '@/test/fixtures';
import { body, failuresOf, page, statesOf, type Answer, type State, type States } from '@/test/states';

const staff = { ...me(), platform_role: 'operator' };
const FINDINGS = 'GET /api/v1/billing/findings';
const FLAGGED = 'GET /api/v1/billing/flagged-payments';
const DEBTS = 'GET /api/v1/billing/debts';
const DAILY = 'GET /api/v1/billing/daily-payouts';
const JOBS = 'GET /api/v1/operators/dead-jobs';
const RUNS = 'GET /api/v1/operators/reconciliations';
const PLANS_ASKED = 'GET /api/v1/billing/plans';

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
  ...statesOf('jobs', {
    full: shown('/operate/dead-jobs'),
    settled: shown('/operate/dead-jobs?state=settled', { [JOBS]: page(aDeadJob({ replayed_at: '2026-11-26T10:00:00Z' }), aDeadJob({ id: 'dj2', dismissed_at: '2026-11-26T10:00:00Z' })) }),
    none: shown('/operate/dead-jobs', { [JOBS]: page() }),
    ...failuresOf('/operate/dead-jobs', JOBS, answers, staff),
  }),
  ...statesOf('plans', { full: shown('/operate/plans'), ...failuresOf('/operate/plans', PLANS_ASKED, answers, staff) }),
};
