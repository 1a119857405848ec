import type { ListedEvent } from './api';
import type { Schema } from '@/api/contract';
import { anEvent } from '@/test/fixtures';

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

export const SETTINGS: Schema<'ShownSettings'> = {
  version: 1,
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
