/** The event's Zoom meetings: the plan is made here, the rest happens in the background. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';

export type Meeting = Schema<'ZoomMeeting'>;
export type Plan = Schema<'ZoomPlan'>;

const all = (org: string, event: string) => ['meetings', org, event] as const;

export const meetings = {
  hosts: (org: string) =>
    queryOptions({
      queryKey: ['zoom-hosts', org],
      queryFn: ({ signal }) => http.get('/api/v1/integrations/zoom/meetings/hosts', { as: { org }, signal }),
    }),
  of: (org: string, event: string) =>
    queryOptions({
      queryKey: all(org, event),
      queryFn: ({ signal }) => http.get('/api/v1/integrations/zoom/meetings', { as: { org }, query: { event_id: event }, signal }),
      // A meeting that is being made is ready within seconds; nobody should have to press reload.
      refetchInterval: ({ state }) => (state.data?.data.some(({ status }) => status === 'pending') ? 4000 : false),
    }),
};

export function usePlanZoom(org: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ event, plan }: { event: string; plan: Plan }) =>
      http.put('/api/v1/integrations/zoom/meetings/{event_id}', { as: { org }, path: { event_id: event }, body: plan }),
    onSettled: (_, __, { event }) => client.invalidateQueries({ queryKey: all(org, event) }),
  });
}

export function useMendMeeting(org: string, event: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, by }: { id: string; by: 'retry' | 'recreate' }) =>
      http.post(`/api/v1/integrations/zoom/meetings/{meeting_id}/${by}`, { as: { org }, path: { meeting_id: id } }),
    onSettled: () => client.invalidateQueries({ queryKey: all(org, event) }),
  });
}

export function useStartLink(org: string) {
  return useMutation({
    mutationFn: (id: string) =>
      http.post('/api/v1/integrations/zoom/meetings/{meeting_id}/start-link', { as: { org }, path: { meeting_id: id } }),
  });
}
