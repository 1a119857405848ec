import { useMutation, useQueryClient } from '@tanstack/react-query';
import { events, type Policy, type Settings } from '@/features/events/api';
import { http } from '@/lib/http/client';
import { isProblem } from '@/lib/http/problem';

/** Both are written whole; the version says which state the person has seen. */
export function useSaveSettings(org: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, ifMatch }: { body: Settings; ifMatch: string }) =>
      http.put('/api/v1/events/{event_id}/settings', { as: { org }, path: { event_id: id }, body, ifMatch }),
    onSettled: () => client.invalidateQueries({ queryKey: events.all(org) }),
  });
}

export function useSavePolicy(org: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, ifMatch, recompute }: { body: Policy; ifMatch: string; recompute: boolean }) =>
      http.put('/api/v1/events/{event_id}/policy', {
        as: { org },
        path: { event_id: id },
        body: recompute ? { ...body, recompute } : body,
        ifMatch,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: events.all(org) }),
  });
}

/** A lost update: the version is asked again, so that the next press is a decision, not an accident. */
export const isStale = (error: unknown): boolean => isProblem(error) && error.status === 412;
