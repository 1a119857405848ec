import { aListedEvent, aTicket, SETTINGS } from './fixtures';
import { anEvent, LONGEST, me, ORG_ID } from '@/test/fixtures';
import { body, failuresOf, page, statesOf, type Answer, type State, type States } from '@/test/states';

const LIST = `/org/${ORG_ID}/events`;
const ONE = `${LIST}/${anEvent().id}`;
const list = 'GET /api/v1/events';
const event = 'GET /api/v1/events/:id';
const sessions = 'GET /api/v1/events/:id/sessions';
const NO_EVENTS = { draft: 0, published: 0, live: 0, completed: 0, closed: 0, cancelled: 0 };

const answers: Record<string, Answer> = {
  'GET /api/v1/events/counts': body({ ...NO_EVENTS, draft: 1, published: 4, completed: 2 }),
  [list]: page(aListedEvent(), aListedEvent({ id: 'e2', title: LONGEST, status: 'completed', confirmed: 14_000 })),
  [event]: body(anEvent({ status: 'published' })),
  'GET /api/v1/events/:id/settings': body(SETTINGS),
  'GET /api/v1/events/:id/history': page(),
  'GET /api/v1/events/:id/questions': body({ data: [] }),
  'GET /api/v1/events/:id/tickets': body({ data: [aTicket(), aTicket({ id: 't2', name: LONGEST, prices: [], audience: 'hidden', access_code: 'MEMBERS', capacity: null })] }),
  'GET /api/v1/payments/account': body({ account: null }),
  'GET /api/v1/payments/summary': body({ data: [], refundable: [] }),
  [sessions]: body({ data: [] }),
  'GET /api/v1/integrations/zoom': body({ data: [] }),
  'GET /api/v1/integrations/zoom/meetings/hosts': body({ data: [] }),
  'GET /api/v1/integrations/zoom/meetings': body({ data: [] }),
};
const shown = (at: string, change: Record<string, Answer> = {}): State => ({ at, me: me(), answers: { ...answers, ...change } });
const as = (change: Parameters<typeof anEvent>[0], at = ONE): State => shown(at, { [event]: body(anEvent(change)) });

export const states: States = {
  ...statesOf('list', {
    full: shown(LIST),
    'first-use': shown(LIST, { 'GET /api/v1/events/counts': body(NO_EVENTS), [list]: page() }),
    'no-match': shown(`${LIST}?q=nothing`, { [list]: page() }),
    ...failuresOf(LIST, list, answers, me()),
  }),
  new: shown(`${LIST}/new`),
  ...statesOf('one', {
    draft: as({ missing: [{ code: 'no-way-to-join', detail: 'Say how people join', section: 'basics' }] }),
    published: as({ status: 'published', published_at: '2026-11-01T10:00:00Z' }),
    live: as({ status: 'live' }),
    completed: as({ status: 'completed' }),
    closed: as({ status: 'closed' }),
    cancelled: as({ status: 'cancelled', cancelled_at: '2026-11-02T10:00:00Z', cancel_reason: LONGEST }),
    move: as({ status: 'published' }, `${ONE}?move=1`),
    longest: as({ title: LONGEST, venue_name: LONGEST, format: 'hybrid' }),
    ...failuresOf(ONE, event, answers, me()),
  }),
  ...statesOf('edit', {
    basics: shown(`${ONE}/edit/basics`),
    tickets: shown(`${ONE}/edit/tickets`),
    'tickets-hybrid': as({ format: 'hybrid', in_person_capacity: 40 }, `${ONE}/edit/tickets`),
    'tickets-none': shown(`${ONE}/edit/tickets`, { 'GET /api/v1/events/:id/tickets': body({ data: [] }) }),
    page: shown(`${ONE}/edit/page`),
    questions: shown(`${ONE}/edit/questions`),
    locked: as({ status: 'closed' }, `${ONE}/edit/basics`),
    ...failuresOf(`${ONE}/edit/basics`, event, answers, me()),
  }),
  ...statesOf('sessions', { empty: shown(`${ONE}/sessions`), ...failuresOf(`${ONE}/sessions`, sessions, answers, me()) }),
  ...statesOf('settings', { filled: shown(`${ONE}/settings`), ...failuresOf(`${ONE}/settings`, 'GET /api/v1/events/:id/settings', answers, me()) }),
};
