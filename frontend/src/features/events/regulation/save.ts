import { useMutation, useQueryClient } from '@tanstack/react-query';
import { events, tagOf, type Policy, type Settings } from '@/features/events/api';
import { http } from '@/lib/http/client';

/** Both are written whole; the version says which state the person has seen. */
export function useSaveSettings(org: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ version, ...body }: Settings) =>
      http.put('/api/v1/events/{id}/settings', { as: { org }, path: { id }, body, ifMatch: tagOf({ version }) }),
    onSettled: () => client.invalidateQueries({ queryKey: events.all(org) }),
  });
}

export function useSavePolicy(org: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ policy: { version, ...body }, recompute }: { policy: Policy; recompute: boolean }) =>
      http.put('/api/v1/events/{id}/policy', {
        as: { org },
        path: { id },
        body: recompute ? { ...body, recompute } : body,
        ifMatch: tagOf({ version }),
      }),
    onSettled: () => client.invalidateQueries({ queryKey: events.all(org) }),
  });
}
