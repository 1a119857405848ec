import { anOrganization } from './fixtures';
import { me, ORG_ID } from '@/test/fixtures';
import { body, failuresOf, type State, type States } from '@/test/states';

const at = `/org/${ORG_ID}/settings`;
const question = 'GET /api/v1/organizations/current';
const owner = me(['view-organization', 'manage-organization', 'own-organization']);
const shown = (change: Parameters<typeof anOrganization>[0]): State => ({ at, me: owner, answers: { [question]: body(anOrganization(change)) } });
const failures = Object.entries(failuresOf(at, question)).map(([name, state]): [string, State] => [name, { ...state, me: owner }]);

export const states: States = {
  team: shown({}),
  personal: shown({ kind: 'personal', name: 'Anna Keller', country: null }),
  public: shown({ public: true, verified: true, description: 'Continuing education in pathology. '.repeat(40), links: ['https://a.example/'.padEnd(120, 'x')] }),
  longest: shown({ name: 'Arbeitsgemeinschaft für transplantationspathologische Fortbildung in den Alpenländern', slug: 'a'.repeat(60), time_zone: 'America/Argentina/ComodRivadavia' }),
  new: { at: '/me/organizations/new', me: owner, answers: {} },
  'new-first': { at: '/me/organizations/new', me: { ...owner, memberships: [] }, answers: {} },
  'no-right': { at, me: me(['view-organization']), answers: {} },
  ...Object.fromEntries(failures),
};
