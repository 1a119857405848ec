import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { isProblem } from '@/lib/http/problem';
import { useOnce } from '@/lib/http/use-once';
import type { InvoiceTo } from '@/ui/invoice/invoice';

export type EventDetails = Schema<'EventPage'>;
export type Ticket = EventDetails['registration']['ticket_types'][number];
export type Question = Schema<'Question'>;
export type Booking = Schema<'Booking'>;
export type PaymentDue = NonNullable<Booking['payment']>;
export type NewRegistration = Schema<'Register'>;
export type Quote = Schema<'Quote'>;

export interface Entry {
  key: string | null;
  /** Shows hidden tickets. */
  code: string | null;
}

export interface Piece {
  ticket_type_id: string;
  quantity: number;
}

const ask = (slug: string, { key, code }: Entry, signal?: AbortSignal) =>
  http.get('/api/v1/discovery/events/{slug}', { as: 'anyone', path: { slug }, query: { key: key ?? undefined, access_code: code ?? undefined }, signal });

const price = (items: Piece[], code: string, signal?: AbortSignal) =>
  http.post('/api/v1/payments/quotes', { as: 'anyone', body: { items, ...(code !== '' && { promo_code: code }) }, signal });

/** The only file of the feature that knows addresses and query keys. */
export const registration = {
  // The same key as on the event's page, so that coming from there nothing is loaded again.
  event: (slug: string, entry: Entry) =>
    queryOptions({
      queryKey: ['discovery', 'event', slug, entry.key, entry.code],
      queryFn: ({ signal }) => ask(slug, entry, signal),
    }),
  /** What the order comes to; asked by POST, and reserves nothing. */
  quote: (items: Piece[], code: string) =>
    queryOptions({
      queryKey: ['registration', 'quote', items, code],
      queryFn: ({ signal }) => price(items, code, signal),
      enabled: items.length > 0,
      placeholderData: keepPreviousData,
      // A code that does not work will not work a second later, and tries are counted.
      retry: (failures, error) => failures < 2 && isProblem(error) && error.status >= 500,
    }),
};

/** What a typed code does: it makes the order cheaper, or shows a ticket that was hidden. */
export function useTryCode(event: EventDetails, entryKey: string | null) {
  const client = useQueryClient();
  return async (typed: string, items: Piece[]): Promise<'cheaper' | 'shows'> => {
    let refusal: Error | null = null;
    if (items.length > 0) {
      try {
        client.setQueryData(registration.quote(items, typed).queryKey, await price(items, typed));
        return 'cheaper';
      } catch (error) {
        if (!isProblem(error) || !error.code.startsWith('promo-code')) throw error;
        refusal = error;
      }
    }
    const entry = { key: entryKey, code: typed };
    const shown = await ask(event.slug, entry);
    const known = new Set(event.registration.ticket_types.map(({ id }) => id));
    if (shown.registration.ticket_types.every(({ id }) => known.has(id))) throw refusal ?? new Error('no such code');
    client.setQueryData(registration.event(event.slug, entry).queryKey, shown);
    return 'shows';
  };
}

export function useRegister(signedIn: boolean) {
  const client = useQueryClient();
  const once = useOnce();
  const last = useRef('');
  return useMutation({
    mutationFn: (body: NewRegistration) => {
      // Other input is another intent; the same input pressed twice is one (UX-20).
      const now = JSON.stringify(body);
      if (last.current !== now) once.done();
      last.current = now;
      return http.post('/api/v1/registrations', { as: signedIn ? 'me' : 'anyone', body, once: once.key() });
    },
    onSuccess: once.done,
    onSettled: () =>
      Promise.all([client.invalidateQueries({ queryKey: ['my-events'] }), client.invalidateQueries({ queryKey: ['discovery'] })]),
  });
}

/** The page to pay on, if the sum is still the one that was shown. */
export function openCheckout({ id, token }: PaymentDue, returnTo: string, buyer: InvoiceTo, shown: Quote['total'] | undefined) {
  return http.post('/api/v1/payments/{payment_id}/checkout', {
    as: { seal: token },
    path: { payment_id: id },
    body: { return_to: returnTo, buyer, ...(shown && { expected_subtotal: shown }) },
  });
}
