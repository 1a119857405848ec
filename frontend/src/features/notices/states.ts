import { LONGEST, me } from '@/test/fixtures';
import { body, failuresOf, page, statesOf, type State, type States } from '@/test/states';

const LIST = '/me/notifications';
const MAIL = '/unsubscribe/k.u.m';
const list = 'GET /api/v1/notifications';
const subscription = 'GET /api/v1/notifications/subscriptions/:seal';

const notice = { id: 'n1', kind: 'registration-confirmed', title: 'You have a place', body: null, path: '/me/events', organization: null, read_at: null, created_at: '2026-03-03T12:00:00Z' };
const shown = (...rows: object[]): State => ({ at: LIST, me: { ...me(), unread_notifications: 1 }, answers: { [list]: page(...rows) } });
const wish = { address: 'a•••@example.org', category: 'reminders', organization: null, unsubscribed: false };
const mail = (change: object): State => ({ at: MAIL, answers: { [subscription]: body({ ...wish, ...change }) } });

export const states: States = {
  ...statesOf('list', {
    full: shown(notice, { ...notice, id: 'n2', title: LONGEST, body: LONGEST, organization: LONGEST, read_at: '2026-03-03T12:00:00Z' }),
    'first-use': shown(),
    ...failuresOf(LIST, list, {}, me()),
  }),
  ...statesOf('unsubscribe', {
    asks: mail({}),
    stopped: mail({ unsubscribed: true }),
    longest: mail({ organization: LONGEST, address: `${'a'.repeat(60)}@example.org` }),
    ...failuresOf(MAIL, subscription),
  }),
};
