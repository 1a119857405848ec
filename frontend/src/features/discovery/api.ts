import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';
import { useSession } from '@/lib/session/use-session';

export type Card = Schema<'Card'>;
export type EventDetails = Schema<'EventPage'>;
export type Ticket = EventDetails['registration']['ticket_types'][number];
export type Organizer = Schema<'OrganizerPage'>;

export interface Filter {
  q: string;
  from: string;
  to: string;
  type: string;
  format: string;
  language: string;
  sort: string;
}

const given = (text: string): string | undefined => (text === '' ? undefined : text);

/** What opens a private event, and what shows hidden tickets. */
export interface Entry {
  key: string | null;
  code: string | null;
}

export const entryOf = (search: URLSearchParams): Entry => ({ key: search.get('key'), code: search.get('code') });

/** The only file of the feature that knows addresses and query keys. */
export const discovery = {
  events: (filter: Filter) =>
    pagesOf(['discovery', 'events', filter], ({ cursor, signal }) =>
      http.get('/api/v1/discovery/events', { as: 'anyone', query: { ...askedOf(filter), cursor }, signal }),
    ),
  next: (limit: number) =>
    queryOptions({
      queryKey: ['discovery', 'next', limit],
      queryFn: ({ signal }) => http.get('/api/v1/discovery/events', { as: 'anyone', query: { limit }, signal }),
    }),
  event: (slug: string, { key, code }: Entry) =>
    queryOptions({
      queryKey: ['discovery', 'event', slug, key, code],
      // A former slug is answered with a redirect, which the browser follows.
      queryFn: ({ signal }) =>
        http.get('/api/v1/discovery/events/{slug}', { as: 'anyone', path: { slug }, query: { key: key ?? undefined, access_code: code ?? undefined }, signal }),
    }),
  organizers: (q: string) =>
    pagesOf(['discovery', 'organizers', q], ({ cursor, signal }) =>
      http.get('/api/v1/discovery/organizers', { as: 'anyone', query: { q: given(q), cursor }, signal }),
    ),
  organizer: (slug: string) =>
    queryOptions({
      queryKey: ['discovery', 'organizer', slug],
      queryFn: ({ signal }) => http.get('/api/v1/discovery/organizers/{slug}', { as: 'anyone', path: { slug }, signal }),
    }),
};

function askedOf({ q, from, to, type, format, language, sort }: Filter) {
  return {
    q: given(q),
    // Days are those of the reader; the server compares instants.
    from: from === '' ? undefined : new Date(`${from}T00:00:00`).toISOString(),
    to: to === '' ? undefined : new Date(`${to}T23:59:59`).toISOString(),
    type: given(type),
    format: given(format),
    language: given(language),
    sort: sort === 'newest' ? ('newest' as const) : undefined,
  };
}

/** The signed-in reader's own place at this event, if there is one. */
export function useMyPlace(eventId: string | undefined) {
  const signedIn = useSession() === 'in';
  const { data } = useQuery({
    queryKey: ['my-events', 'upcoming-at-once'],
    queryFn: ({ signal }) => http.get('/api/v1/registrations/mine', { query: { when: 'upcoming', limit: 100 }, signal }),
    enabled: signedIn && eventId !== undefined,
  });
  return data?.data.find(({ event, status }) => event.id === eventId && ['confirmed', 'waitlisted', 'offered', 'held'].includes(status));
}
