import { aClosing, anOrganization } from './fixtures';
import { me, ORG_ID } from '@/test/fixtures';
import { body, failuresOf, type State, type States } from '@/test/states';

const at = `/org/${ORG_ID}/settings`;
const question = 'GET /api/v1/organizations/current';
const owner = me(['view-organization', 'manage-organization', 'own-organization']);
const closing = 'GET /api/v1/organizations/current/closing';
const shown = (change: Parameters<typeof anOrganization>[0], end = aClosing()): State => ({
  at, me: { ...owner, memberships: owner.memberships.map((held) => ({ ...held, closes_at: end.closes_at })) },
  answers: { [question]: body(anOrganization({ ...change, closes_at: end.closes_at })), [closing]: body(end) },
});
const LONG = 'Fortbildung in transplantationspathologischer Diagnostik für Fortgeschrittene';

const failures = Object.entries(failuresOf(at, question)).map(([name, state]): [string, State] => [name, { ...state, me: owner }]);

export const states: States = {
  team: shown({}),
  personal: shown({ kind: 'personal', name: 'Anna Keller', country: null }),
  public: shown({ public: true, verified: true, description: 'Continuing education in pathology. '.repeat(40), links: ['https://a.example/'.padEnd(120, 'x')] }),
  longest: shown({ name: 'Arbeitsgemeinschaft für transplantationspathologische Fortbildung in den Alpenländern', slug: 'a'.repeat(60), time_zone: 'America/Argentina/ComodRivadavia' }),
  closing: shown({}, aClosing({ closing_at: '2026-11-26T09:00:00Z', closes_at: '2026-12-26T09:00:00Z' })),
  'closing-blocked': shown({}, aClosing({
    open_events: [{ id: 'e1', title: LONG.repeat(2), ends_at: '2027-03-03T18:00:00Z' }],
    open_money: [
      { kind: 'paid_registrations', id: 'e1', title: LONG, count: 1200 },
      { kind: 'refund', id: 'p1', count: 1, amount: { amount: 119_876_543_210, currency: 'KWD' } },
      { kind: 'balance', count: 1, amount: { amount: -700, currency: 'USD' } },
    ],
  })),
  'closing-fails': { ...shown({}), answers: { ...shown({}).answers, [closing]: { status: 503, code: 'unavailable' } } },
  new: { at: '/me/organizations/new', me: owner, answers: {} },
  'new-first': { at: '/me/organizations/new', me: { ...owner, memberships: [] }, answers: {} },
  'no-right': { at, me: me(['view-organization']), answers: {} },
  ...Object.fromEntries(failures),
};
