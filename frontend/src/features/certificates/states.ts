import type { Entry } from './api';
import { anOwnCertificate, LONGEST, me } from '@/test/fixtures';
import { body, failuresOf, page, statesOf, type Answer, type State, type States } from '@/test/states';

const LIST = '/me/certificates';
const ONE = '/me/certificates/c1';
const RECORD = '/me/cpd';
const mine = 'GET /api/v1/certificates/mine';
const entries = 'GET /api/v1/cpd/entries';
const totals = 'GET /api/v1/cpd/entries/totals';
const at = (address: string, answers: Record<string, Answer>): State => ({ at: address, me: me(), answers });

const entry = (change: Partial<Entry> = {}): Entry => ({
  id: 'n1', source: 'award', verified: true, activity_date: '2026-03-03', title: 'Renal pathology', provider: 'APS', seconds: 6240, credits: 2000,
  credits_text: '2.0', credit_type: 'external', unit: 'credits', method: null, withdrawn_at: null, withdrawn_note: null, certificate: null, ...change,
});
const sums = body({ totals: [{ credit_type: 'external', unit: 'credits', credits: 3500, credits_text: '3.5', entries: 2 }], seconds: 9000 });
const every = page(
  anOwnCertificate(),
  anOwnCertificate({ id: 'c2', title: LONGEST, organization_name: LONGEST, expired: true, expires_on: '2026-06-01' }),
  anOwnCertificate({ id: 'c3', status: 'revoked', revoked_at: '2026-06-01T08:00:00Z' }),
  anOwnCertificate({ id: 'c4', ready: false, credits: [], kind: 'attendance' }),
);

export const states: States = {
  ...statesOf('list', { full: at(LIST, { [mine]: every }), 'first-use': at(LIST, { [mine]: page() }), ...failuresOf(LIST, mine, {}, me()) }),
  ...statesOf('one', {
    active: at(ONE, { [mine]: every }),
    expired: at('/me/certificates/c2', { [mine]: every }),
    revoked: at('/me/certificates/c3', { [mine]: every }),
    rendering: at('/me/certificates/c4', { [mine]: every }),
    'not-mine': at('/me/certificates/c9', { [mine]: every }),
    ...failuresOf(ONE, mine, {}, me()),
  }),
  ...statesOf('record', {
    full: at(RECORD, { [totals]: sums, [entries]: page(entry(), entry({ id: 'n2', title: LONGEST, provider: LONGEST, withdrawn_at: '2026-04-01T00:00:00Z', withdrawn_note: 'Issued in error.' })) }),
    'first-use': at(RECORD, { [totals]: body({ totals: [], seconds: 0 }), [entries]: page() }),
    ...failuresOf(RECORD, entries, { [totals]: sums }, me()),
  }),
};
