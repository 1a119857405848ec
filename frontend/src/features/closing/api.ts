import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';

export type Closing = Schema<'Closing'>;
export type Gap = Schema<'ClosingGap'>;

const MOVING_MS = 5000;

const all = (org: string) => ['events', org] as const;

export const closing = {
  // Below the event's key: whatever changes the event asks this again.
  of: (org: string, id: string) =>
    queryOptions({
      queryKey: [...all(org), id, 'closing'],
      queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}/closing', { as: { org }, path: { event_id: id }, signal }),
      // Jobs settle results and issue certificates while one looks on.
      refetchInterval: ({ state }) => (state.data?.event.status === 'completed' ? MOVING_MS : false),
    }),
  history: (org: string, id: string) =>
    queryOptions({
      queryKey: [...all(org), id, 'closing-history'],
      queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}/history', { as: { org }, path: { event_id: id }, query: { limit: 100 }, signal }),
    }),
};

export function useClose(org: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => http.post('/api/v1/events/{event_id}/close', { as: { org }, path: { event_id: id } }),
    onSettled: () => client.invalidateQueries({ queryKey: all(org) }),
  });
}

export type Report = 'registrations' | 'presence' | 'certificates';

/** The lists behind the funnel, as files. */
export function reportOf(org: string, event: string, report: Report): Promise<string> {
  const text = { as: { org }, parse: 'text' } as const;
  switch (report) {
    case 'registrations':
      return http.get('/api/v1/registrations/export.csv', { ...text, query: { event_id: event } });
    case 'presence':
      return http.get('/api/v1/attendance/export.csv', { ...text, query: { event_id: event } });
    case 'certificates':
      return http.get('/api/v1/certificates/export.csv', { ...text, query: { offering: `event-${event}` } });
  }
}
