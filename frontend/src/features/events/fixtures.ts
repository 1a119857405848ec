import type { Event, ListedEvent } from './api';

/** An event as the server answers it; tests change what they are about. */
export function anEvent(change: Partial<Event> = {}): Event {
  return {
    id: '0198a000-0000-7000-8000-00000000e001',
    title: 'Renal transplant pathology',
    slug: 'renal-transplant-pathology',
    public_path: '/events/renal-transplant-pathology',
    access_key: null,
    summary: null,
    description: null,
    type: 'webinar',
    format: 'online',
    visibility: 'public',
    status: 'draft',
    time_zone: 'Europe/Zurich',
    starts_at: '2027-03-03T17:00:00Z',
    ends_at: '2027-03-03T18:00:00Z',
    starts_local: '2027-03-03T18:00:00+01:00',
    ends_local: '2027-03-03T19:00:00+01:00',
    venue_name: null,
    venue_address: null,
    country: null,
    online_url: 'https://meet.example.org/renal',
    zoom_planned: false,
    objectives: [],
    level: null,
    prerequisites: null,
    languages: [],
    support_statement: null,
    published_at: null,
    cancelled_at: null,
    cancel_reason: null,
    capacity: 50,
    seats_taken: 12,
    sequence: 0,
    waitlist_max: 0,
    counts: { confirmed: 12, waitlisted: 0, offered: 0, held: 0, requested: 0, cancelled: 1 },
    session_count: 1,
    image: null,
    missing: [],
    warnings: [],
    created_at: '2026-11-01T10:00:00Z',
    updated_at: '2026-11-01T10:00:00Z',
    version: 3,
    ...change,
  };
}

export function aListedEvent(change: Partial<ListedEvent> = {}): ListedEvent {
  const event = anEvent();
  return {
    id: event.id,
    title: event.title,
    slug: event.slug,
    status: 'published',
    type: event.type,
    format: event.format,
    visibility: event.visibility,
    time_zone: event.time_zone,
    starts_at: event.starts_at,
    ends_at: event.ends_at,
    starts_local: event.starts_local,
    ends_local: event.ends_local,
    capacity: 50,
    confirmed: 12,
    waitlisted: 3,
    image_url: null,
    ...change,
  };
}

export const SETTINGS = {
  registration_opens_at: null,
  registration_closes_at: null,
  guests_allowed: true,
  waitlist_max: 0,
  waitlist_offer_minutes: 1440,
  waitlist_auto_confirm: true,
  cancel_until_minutes: 0,
  show_seats_left: false,
  reminders: [1440, 60],
};
