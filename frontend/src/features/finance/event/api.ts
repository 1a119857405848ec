import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { finance } from '@/features/finance/keys';
import { http } from '@/lib/http/client';
import { useOnce } from '@/lib/http/use-once';

const MONTHS = 60;

export const eventFinance = {
  summary: (org: string, event: string) =>
    queryOptions({
      queryKey: finance.of(org, 'summary', event),
      queryFn: ({ signal }) => http.get('/api/v1/payments/summary', { as: { org }, query: { event_id: event, months: MONTHS }, signal }),
    }),
  event: (org: string, event: string) =>
    queryOptions({
      queryKey: ['events', org, event],
      queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}', { as: { org }, path: { event_id: event }, signal }),
    }),
  tickets: (org: string, event: string) =>
    queryOptions({
      queryKey: ['events', org, event, 'tickets'],
      queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}/tickets', { as: { org }, path: { event_id: event }, signal }),
    }),
};

/** For an event that was cancelled without its refunds. */
export function useStartRun(org: string, event: string) {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: () => http.post('/api/v1/payments/refund-runs', { as: { org }, body: { event_id: event }, once: once.key() }),
    onSuccess: once.done,
    onSettled: () => client.invalidateQueries({ queryKey: finance.all(org) }),
  });
}
