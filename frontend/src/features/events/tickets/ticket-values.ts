import type { Ticket } from './api';
import type { Schema } from '@/api/contract';
import { localOf, momentOf } from '@/features/events/event-time';

/** A price until a local time of the event's zone. */
export interface Early {
  amount: number | null;
  until: string;
}

export interface TicketValues {
  name: string;
  description: string;
  mode: Ticket['mode'];
  audience: Ticket['audience'];
  access_code: string;
  capacity: number | null;
  min_per_booking: number | null;
  max_per_booking: number | null;
  waitlist_priority: number | null;
  sales_open_at: string;
  sales_close_at: string;
  paid: 'free' | 'paid';
  currency: string;
  price: number | null;
  early: Early[];
}

export function valuesOf(ticket: Ticket | null, zone: string, currency: string): TicketValues {
  const prices = ticket?.prices ?? [];
  const last = prices.at(-1);
  return {
    name: ticket?.name ?? '',
    description: ticket?.description ?? '',
    mode: ticket?.mode ?? 'any',
    audience: ticket?.audience ?? 'public',
    access_code: ticket?.access_code ?? '',
    capacity: ticket?.capacity ?? null,
    min_per_booking: ticket?.min_per_booking ?? 1,
    max_per_booking: ticket?.max_per_booking ?? null,
    waitlist_priority: ticket?.waitlist_priority ?? 0,
    sales_open_at: localOf(ticket?.sales_open_at, zone),
    sales_close_at: localOf(ticket?.sales_close_at, zone),
    paid: last ? 'paid' : 'free',
    currency: last?.price.currency ?? currency,
    price: last?.price.amount ?? null,
    early: prices.slice(0, -1).map(({ price, valid_to: until }) => ({ amount: price.amount, until: localOf(until, zone) })),
  };
}

/** Each price begins where the one before it ends, so there is one at every moment. */
export function pricesOf({ paid, currency, price, early }: TicketValues, zone: string): Schema<'Priced'>[] {
  if (paid === 'free') return [];
  const steps = early
    .map(({ amount, until }) => ({ amount: amount ?? 0, until: momentOf(until, zone) }))
    .sort((one, two) => (one.until ?? '').localeCompare(two.until ?? ''));
  const all = [...steps, { amount: price ?? 0, until: null }];
  return all.map(({ amount, until }, at) => ({ price: { amount, currency }, valid_from: all[at - 1]?.until ?? null, valid_to: until }));
}

const textOf = (typed: string): string | null => (typed.trim() === '' ? null : typed.trim());

export function bodyOf(values: TicketValues, zone: string): Schema<'CreateTicket'> {
  return {
    name: values.name.trim(),
    description: textOf(values.description),
    mode: values.mode,
    audience: values.audience,
    access_code: values.audience === 'hidden' ? textOf(values.access_code) : null,
    capacity: values.capacity,
    min_per_booking: values.min_per_booking ?? 1,
    max_per_booking: values.max_per_booking,
    waitlist_priority: values.waitlist_priority ?? 0,
    sales_open_at: momentOf(values.sales_open_at, zone),
    sales_close_at: momentOf(values.sales_close_at, zone),
    prices: pricesOf(values, zone),
  };
}
