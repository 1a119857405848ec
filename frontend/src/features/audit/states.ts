import type { Entry } from './api';
import { anEntry } from './fixtures';
import { me, ORG_ID } from '@/test/fixtures';
import { body, failuresOf, type State, type States } from '@/test/states';

const at = `/org/${ORG_ID}/audit`;
const question = 'GET /api/v1/oversight/audit';
const shown = (path: string, ...data: Entry[]): State => ({ at: path, me: me(), answers: { [question]: body({ data, next_cursor: null }) } });
const failures = Object.entries(failuresOf(at, question)).map(([name, state]): [string, State] => [name, { ...state, me: me() }]);

export const states: States = {
  full: shown(
    at,
    anEntry(),
    anEntry({ id: 'b', action: 'zoom_meeting.registration_restored', actor: { kind: 'system', id: null, name: null }, before: null, after: null }),
    anEntry({ id: 'c', action: 'organization.changed', before: { slug: 'a'.repeat(60) }, after: { slug: 'b'.repeat(60), public: true, time_zone: 'America/Argentina/ComodRivadavia' } }),
  ),
  narrowed: shown(`${at}?action=member&actor=${anEntry().actor.id ?? ''}&target=${anEntry().target.id ?? ''}&from=2026-11-01&to=2026-11-30`, anEntry()),
  'no-match': shown(`${at}?action=zoom`),
  'no-right': { at, me: me(['view-organization']), answers: {} },
  ...Object.fromEntries(failures),
};
