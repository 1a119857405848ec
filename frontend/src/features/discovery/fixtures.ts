import type { Card, EventDetails, Ticket } from './api';

export function aTicket(change: Partial<Ticket> = {}): Ticket {
  return { id: 't1', name: 'Free', description: null, mode: 'any', availability: 'open', min_per_booking: 1, max_per_booking: null, ...change };
}

/** An event as discovery answers it; tests and gallery change what they are about. */
export function anEvent(change: Partial<EventDetails> = {}): EventDetails {
  return {
    id: '0198a000-0000-7000-8000-0000000000e1',
    sequence: 0,
    slug: 'renal-2027',
    title: 'Renal transplant pathology: patterns of rejection',
    summary: 'Two hours on reading biopsies, with cases.',
    type: 'webinar',
    format: 'online',
    status: 'published',
    visibility: 'public',
    noindex: false,
    time_zone: 'America/New_York',
    starts_at: '2027-03-03T14:00:00Z',
    ends_at: '2027-03-03T16:00:00Z',
    starts_local: '2027-03-03T09:00:00-05:00',
    ends_local: '2027-03-03T11:00:00-05:00',
    venue_name: null,
    country: null,
    languages: ['en'],
    image: null,
    organizer: { name: 'Alpine Pathology Society', slug: 'aps', verified: true, description: 'A society.', website: null, logo_url: null },
    availability: 'open',
    seats_left: null,
    price: null,
    free: true,
    price_varies: false,
    credits: [
      { designation_id: 'd1', body: 'Royal College of Pathologists', body_code: 'rcpath', type: 'external credits', unit: 'credits', amount: '2.0', state: 'applied_for', statement: null },
    ],
    description_html: '<p>Bring a case.</p><script>alert(1)</script><p><a href="javascript:alert(1)">Run</a> <a href="https://example.org">Read</a></p>',
    joins_by: 'zoom',
    objectives: ['Read a biopsy'],
    sessions: [],
    speakers: [],
    registration: {
      open: true, reason: null, opens_at: null, closes_at: '2027-03-03T14:00:00Z', guests_allowed: true, approval_required: false, party_max: 10, waitlist: true,
      ticket_types: [aTicket()], questions: [], cancel_until_minutes: 0,
    },
    calendar_url: '/api/v1/discovery/events/renal-2027/calendar.ics',
    schema_url: '/api/v1/discovery/events/renal-2027/schema.json',
    ...change,
  };
}

export function aCard(change: Partial<Card> = {}): Card {
  const {
    credits, organizer, slug, title, summary, type, format, time_zone, starts_at, ends_at, starts_local, ends_local,
    venue_name, country, languages, availability, seats_left, price, free, price_varies,
  } = anEvent();
  return {
    slug, title, summary, type, format, time_zone, starts_at, ends_at, starts_local, ends_local, venue_name, country, languages,
    availability, seats_left, price, free, price_varies,
    image: null,
    organizer: { name: organizer.name, slug: organizer.slug, verified: organizer.verified },
    credits: credits.map(({ body, type: kind, amount, state }) => ({ body, type: kind, amount, state })),
    ...change,
  };
}
