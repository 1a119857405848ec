import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { useSession } from './use-session';

export type Me = Schema<'Me'>;
export type Membership = Me['memberships'][number];

/** The signed-in person with memberships and permissions; the one key under which it is cached. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => http.get('/api/v1/accounts/me', { as: 'me', signal }),
  staleTime: 60_000,
});

/** The signed-in person, or undefined while loading or when nobody is. */
export function useMe(): Me | undefined {
  const signedIn = useSession() !== 'out';
  return useQuery({ ...meQuery, enabled: signedIn }).data;
}
