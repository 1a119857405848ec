import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isProblem } from '@/lib/http/problem';
import { meQuery } from '@/lib/session/me';

/** Reads are repeated when the line or the server failed, never when the server refused. */
export function makeQueryClient({ retries = 2 } = {}): QueryClient {
  // Removed from an organization meanwhile: who one is is asked anew, and the gate shows what is left.
  const onError = (error: unknown) => {
    if (isProblem(error) && error.is('membership-ended')) void client.invalidateQueries({ queryKey: meQuery.queryKey });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) =>
          failures < retries && isProblem(error) && (error.status >= 500 || error.offline),
        networkMode: 'offlineFirst',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return client;
}

export const queryClient = makeQueryClient();
