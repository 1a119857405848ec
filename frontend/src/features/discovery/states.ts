import type { Organizer } from './api';
import { aCard, anEvent, aTicket } from './fixtures';
import { body, failuresOf, page, statesOf, type State, type States } from '@/test/states';

const LIST = 'GET /api/v1/discovery/events';
const ONE = 'GET /api/v1/discovery/events/:slug';
const at = '/events/renal-2027';
const LONG = 'Arbeitsunfähigkeitsbescheinigungsrichtlinien und ihre Auslegung in der transplantationspathologischen Nachsorge';

const event = (change: Parameters<typeof anEvent>[0]): State => ({ at, answers: { [ONE]: body(anEvent(change)) } });
const usd = (amount: number) => ({ amount, currency: 'USD' });
const priced = event({
  free: false, price: usd(1646), price_varies: true,
  registration: {
    ...anEvent().registration,
    ticket_types: [
      aTicket({ name: 'Early bird', buyer_pays: usd(1646), next_buyer_pays: usd(2200), price_ends_at: '2027-01-31T23:00:00Z' }),
      aTicket({ id: 't2', name: 'Group', description: LONG, buyer_pays: usd(9900), min_per_booking: 3, max_per_booking: 10, availability: 'few_left', seats_left: 4 }),
      aTicket({ id: 't3', name: 'Student', availability: 'sold_out' }),
    ],
  },
});
const list = (address: string, ...data: object[]): State => ({ at: address, answers: { [LIST]: body({ data, next_cursor: null }) } });

const ORGANIZERS = 'GET /api/v1/discovery/organizers';
const ORGANIZER = 'GET /api/v1/discovery/organizers/:slug';
const row = { slug: 'aps', name: 'Alpine Pathology Society', description: null, logo_url: null, verified: true, upcoming: 2 };
const organizer = (change: Partial<Organizer>): State => ({
  at: '/organizations/aps',
  answers: { [ORGANIZER]: body({ slug: 'aps', name: 'Alpine Pathology Society', links: [], past_count: 12, upcoming: [aCard()], verified: true, ...change } satisfies Organizer) },
});

export const states: States = {
  home: list('/', aCard(), aCard({ slug: 'b', availability: 'few_left', seats_left: 2 })),
  'home-empty': list('/'),
  events: list('/events', aCard({ price: usd(1646), price_varies: true, free: false }), aCard({ slug: 'b', title: LONG, availability: 'waitlist' })),
  'events-no-match': list('/events?q=zzz'),
  'event-open': event({}),
  'event-priced': priced,
  'event-taxed': event({
    free: false, price: usd(1646), price_varies: true,
    registration: { ...anEvent().registration, ticket_types: [aTicket({ name: 'Seat', buyer_pays: usd(1646), tax: 'exclusive' }), aTicket({ id: 't2', name: LONG, buyer_pays: usd(9900), tax: 'exclusive' })] },
  }),
  'event-sold-out': event({ availability: 'sold_out' }),
  'event-cancelled': event({ status: 'cancelled', availability: 'closed', cancel_reason: LONG }),
  'event-longest': event({ title: LONG, summary: LONG.repeat(3), objectives: [LONG, LONG], venue_name: LONG }),
  ...failuresOf(at, ONE),
  ...statesOf('organizers', {
    full: { at: '/organizations', answers: { [ORGANIZERS]: page(row, { ...row, slug: 'b', name: LONG, description: LONG.repeat(3), verified: false }) } },
    none: { at: '/organizations', answers: { [ORGANIZERS]: page() } },
    ...failuresOf('/organizations', ORGANIZERS),
  }),
  ...statesOf('organizer', {
    full: organizer({}),
    'first-use': organizer({ upcoming: [], past_count: 0 }),
    longest: organizer({ name: LONG, description: LONG.repeat(3), website: 'https://www.example.org/a/long/address/of/a/society/that/goes/on' }),
    ...failuresOf('/organizations/aps', ORGANIZER),
  }),
};
