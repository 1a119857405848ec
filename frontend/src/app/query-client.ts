import { QueryClient } from '@tanstack/react-query';
import { isProblem } from '@/lib/http/problem';


/** Reads are repeated when the line or the server failed, never when the server refused. */
export function makeQueryClient({ retries = 2 } = {}): QueryClient {
  return new QueryClient({
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
}

export const queryClient = makeQueryClient();
