import type { Dashboard } from './api';
import { LONGEST, me, ORG_ID } from '@/test/fixtures';
import { body, failuresOf, page, type State, type States } from '@/test/states';

const at = `/org/${ORG_ID}`;
const question = 'GET /api/v1/events/dashboard';
const NOBODY = { requested: 0, held: 0, offered: 0, waitlisted: 0, confirmed: 0, expired: 0, cancelled: 0, declined: 0, transferred: 0 };
const EMPTY = { draft: 0, published: 0, live: 0, completed: 0, closed: 0, cancelled: 0 };
const gap = { event_id: 'e1', title: 'Renal pathology', ended_at: '2026-11-01T18:00:00Z', status: 'completed', unmatched: 3, presence_pending: 2, uncertified: 1 } as const;

const shown = (change: Partial<Dashboard>): State => ({
  at,
  me: me(),
  answers: { [question]: body({ events: EMPTY, registrations: NOBODY, people_present: 0, next_events: [], gaps: [], ...change } satisfies Dashboard) },
});
const busy = { events: { ...EMPTY, draft: 2, published: 12, completed: 140 }, registrations: { ...NOBODY, confirmed: 14_000, waitlisted: 31 }, people_present: 11_800 };

export const states: States = {
  full: shown({ ...busy, gaps: [gap] }),
  longest: shown({ ...busy, gaps: [{ ...gap, title: LONGEST }] }),
  'first-use': shown({}),
  'without-figures': { at, me: me(['view-organization', 'read-events']), answers: { 'GET /api/v1/events': page() } },
  ...failuresOf(at, question, {}, me()),
};
