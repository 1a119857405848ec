import { aCard, anEvent } from './fixtures';
import { body, failuresOf, type State, type States } from '@/test/states';

const LIST = 'GET /api/v1/discovery/events';
const ONE = 'GET /api/v1/discovery/events/:slug';
const at = '/events/renal-2027';
const LONG = 'Arbeitsunfähigkeitsbescheinigungsrichtlinien und ihre Auslegung in der transplantationspathologischen Nachsorge';

const event = (change: Parameters<typeof anEvent>[0]): State => ({ at, answers: { [ONE]: body(anEvent(change)) } });
const list = (address: string, ...data: object[]): State => ({ at: address, answers: { [LIST]: body({ data, next_cursor: null }) } });

export const states: States = {
  home: list('/', aCard(), aCard({ slug: 'b', availability: 'few_left', seats_left: 2 })),
  'home-empty': list('/'),
  events: list('/events', aCard(), aCard({ slug: 'b', title: LONG, availability: 'waitlist' })),
  'events-no-match': list('/events?q=zzz'),
  'event-open': event({}),
  'event-sold-out': event({ availability: 'sold_out' }),
  'event-cancelled': event({ status: 'cancelled', availability: 'closed', cancel_reason: LONG }),
  'event-longest': event({ title: LONG, summary: LONG.repeat(3), objectives: [LONG, LONG], venue_name: LONG }),
  ...failuresOf(at, ONE),
};
