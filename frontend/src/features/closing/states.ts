import { aClosing, NO_GAPS } from './fixtures';
import { anEvent, me, ORG_ID } from '@/test/fixtures';
import { body, failuresOf, type Answer, type State, type States } from '@/test/states';

const EVENT = anEvent().id;
const at = `/org/${ORG_ID}/events/${EVENT}/close`;
const question = 'GET /api/v1/events/:id/closing';

const answers: Record<string, Answer> = {
  'GET /api/v1/events/:id': body(anEvent({ status: 'completed' })),
  'GET /api/v1/events/:id/history': body({ data: [{ id: 'h1', at: '2026-11-21T09:00:00Z', from_status: 'completed', to_status: 'closed', actor: { id: 'u1', name: 'Anna Keller' }, reason: null }], next_cursor: null }),
  'GET /api/v1/certificates/gates/:offering/summary': body({ registered: 124, ready: 118, missing: 4, issued: 2, differs: 0, rendering: 0 }),
};
const state = (value: unknown, rights?: Parameters<typeof me>[0]): State => ({ at, me: me(rights), answers: { ...answers, [question]: body(value) } });
const clean = { gaps: NO_GAPS, funnel: { registered: 120, joined: 120, met: 120, certified: 120 } };

export const states: States = {
  gaps: state(aClosing()),
  clean: state(aClosing(clean)),
  unsettled: state(aClosing({ can_close: false, blocked_by: ['presence-unsettled'] })),
  preview: state(aClosing({}, 'published')),
  closed: state(aClosing(clean, 'closed')),
  cancelled: state(aClosing(clean, 'cancelled')),
  nobody: state(aClosing({ gaps: NO_GAPS, funnel: { registered: 0, joined: 0, met: 0, certified: 0 } })),
  'without-rights': state(aClosing(), ['view-organization', 'read-events', 'manage-attendance']),
  ...Object.fromEntries(Object.entries(failuresOf(at, question, answers)).map(([name, one]) => [name, { ...one, me: me() }])),
};
