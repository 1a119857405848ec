import { aCertificate, aPerson, AWARD, detailOf, DIFFERING, EVENT, HELD, REVOKED, SUMMARY } from './fixtures';
import { anEvent, me, ORG_ID } from '@/test/fixtures';
import { body, failuresOf, type Answer, type State, type States } from '@/test/states';

const org = `/org/${ORG_ID}`;
const at = `${org}/events/${EVENT}/certificates`;
const LONG = 'Arbeitsunfähigkeitsbescheinigungsrichtlinien und ihre Auslegung in der transplantationspathologischen Nachsorge';
const page = (...data: unknown[]): Answer => body({ data, next_cursor: null });

const answers: Record<string, Answer> = {
  'GET /api/v1/events/:id': body(anEvent({ status: 'completed' })),
  'GET /api/v1/events': page(anEvent()),
  'GET /api/v1/certificates/templates': body({ data: [] }),
  'GET /api/v1/certificates/gates/:offering/summary': body(SUMMARY),
  'GET /api/v1/certificates/gates/:offering': page(aPerson(), aPerson({ registration_id: 'a2', full_name: LONG, credits: [] })),
  'GET /api/v1/certificates/awards': page(AWARD, { ...AWARD, id: 'c2', status: 'revoked' }),
  // Before the single certificate, whose pattern would take the word for an id.
  'GET /api/v1/certificates': page(aCertificate(), aCertificate({ id: 'b2', full_name: 'محمد بن عبد الرحمن', title: LONG, ready: false }), { ...REVOKED, id: 'b3' }),
  'GET /api/v1/certificates/:id': body(detailOf(aCertificate())),
};

const state = (address: string, change: Record<string, Answer> = {}): State => ({ at: address, me: me(), answers: { ...answers, ...change } });
const gates = 'GET /api/v1/certificates/gates/:offering';
const signedIn = (states: States): States => Object.fromEntries(Object.entries(states).map(([name, one]) => [name, { ...one, me: me() }]));

export const states: States = {
  ready: state(at),
  'ready-none': state(at, { [gates]: page(), 'GET /api/v1/certificates/gates/:offering/summary': body({ ...SUMMARY, ready: 0 }) }),
  'ready-no-match': state(`${at}?q=zzz`, { [gates]: page() }),
  held: state(`${at}?state=missing`, { [gates]: page(HELD, { ...HELD, registration_id: 'a3', settled: false, gates: [] }) }),
  differing: state(`${at}?state=differs`, { [gates]: page(DIFFERING) }),
  issued: state(`${at}?state=issued`),
  revoked: state(`${at}?state=revoked`, { 'GET /api/v1/certificates': page(REVOKED) }),
  'revoked-none': state(`${at}?state=revoked`, { 'GET /api/v1/certificates': page() }),
  credit: state(`${at}?state=credit`),
  certificate: state(`${at}?state=issued&certificate=b1`),
  'certificate-revoked': state(`${at}?state=revoked&certificate=b1`, { 'GET /api/v1/certificates/:id': body(detailOf(REVOKED)) }),
  reader: { ...state(at), me: me(['view-organization', 'read-events', 'read-credentials']) },
  ...signedIn(failuresOf(at, gates, answers)),
  'all-first-use': state(`${org}/certificates`, { 'GET /api/v1/certificates': page() }),
  all: state(`${org}/certificates`),
  'all-no-match': state(`${org}/certificates?q=zzz&status=revoked`, { 'GET /api/v1/certificates': page() }),
  'all-scoped': state(`${org}/certificates`, { 'GET /api/v1/certificates': { status: 403, code: 'permission-missing', detail: 'Choose one of your events.' } }),
};
