import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';

export type Closing = Schema<'Closing'>;
export type Gap = Schema<'ClosingGap'>;

export const closing = {
  // Below the event's key: whatever changes the event asks this again.
  of: (org: string, id: string) =>
    queryOptions({
      queryKey: ['events', org, id, 'closing'],
      queryFn: ({ signal }) => http.get('/api/v1/events/{id}/closing', { as: { org }, path: { id }, signal }),
    }),
};

export function useClose(org: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => http.post('/api/v1/events/{id}/close', { as: { org }, path: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['events', org] }),
  });
}
