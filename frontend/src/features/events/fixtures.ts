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
  approval_required: false,
  names_locked_at: null,
  party_max: 10,
  hold_minutes: 35,
  reminders: [1440, 60],
};

const usd = (amount: number) => ({ amount, currency: 'USD' });

/** A ticket with an early price; the build-ups are the golden ones (PA-9). */
export function aTicket(change: Partial<Schema<'Ticket'>> = {}): Schema<'Ticket'> {
  const built = (net: number, service: number, processing: number) => ({
    buyer_pays: usd(net + service + processing), organizer_receives: usd(net), service_fee: usd(service), processing_fee: usd(processing),
  });
  return {
    id: 't1', name: 'Standard', description: 'With lunch', mode: 'any', audience: 'public', access_code: null, capacity: 40, seats_taken: 12, color: null, position: 0,
    min_per_booking: 1, max_per_booking: null, waitlist_priority: 0, sales_open_at: null, sales_close_at: '2027-03-01T17:00:00Z', version: 4,
    prices: [
      { price: usd(1339), valid_from: null, valid_to: '2027-01-31T23:00:00Z', build_up: built(1339, 229, 78) },
      { price: usd(1999), valid_from: '2027-01-31T23:00:00Z', valid_to: null, build_up: built(1999, 253, 99) },
    ],
    ...change,
  };
}
