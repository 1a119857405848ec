import { aConnection } from './fixtures';
import type { Connection } from './api';
import { me, ORG_ID } from '@/test/fixtures';
import { body, failuresOf, type State, type States } from '@/test/states';

const at = `/org/${ORG_ID}/integrations`;
const question = 'GET /api/v1/integrations/zoom';
const shown = (...data: Connection[]): State => ({ at, me: me(), answers: { [question]: body({ data }) } });
const failures = Object.entries(failuresOf(at, question)).map(([name, state]): [string, State] => [name, { ...state, me: me() }]);

export const states: States = {
  'first-use': shown(),
  works: shown(aConnection(), aConnection({ id: 'b', host_name: null, meetings: 0 })),
  degraded: shown(aConnection({ status: 'degraded', last_error: 'Zoom no longer accepts the refresh token of this account.', missing_scopes: ['report:read:list_meeting_participants:admin', 'meeting:write:registrant:admin'] })),
  'return-in-another-tab': { at: '/integrations/zoom/return?code=c&state=s', me: me(), answers: {} },
  'return-refused': { at: '/integrations/zoom/return?error=access_denied', me: me(), answers: {} },
  'no-right': { at, me: me(['view-organization']), answers: {} },
  ...Object.fromEntries(failures),
};
