import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { useOnce } from '@/lib/http/use-once';

export type EventDetails = Schema<'EventPage'>;
export type Question = Schema<'Question'>;
export type Booking = Schema<'Booking'>;
export type NewRegistration = Schema<'Register'>;

/** The only file of the feature that knows addresses and query keys. */
export const registration = {
  // The same key as on the event's page, so that coming from there nothing is loaded again.
  event: (slug: string, key: string | null) =>
    queryOptions({
      queryKey: ['discovery', 'event', slug, key],
      queryFn: ({ signal }) =>
        http.get('/api/v1/discovery/events/{slug}', { as: 'anyone', path: { slug }, query: { key: key ?? undefined }, signal }),
    }),
};

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
