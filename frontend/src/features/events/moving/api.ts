import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { events } from '@/features/events/api';
import { http } from '@/lib/http/client';

export type Moved = Schema<'RescheduledEvent'>;

/** With `preview` nothing is saved: the answer says what it means for people (EV-12). */
export function useReschedule(org: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, ifMatch, preview }: { body: Schema<'RescheduleEvent'>; ifMatch: string; preview: boolean }) =>
      http.post('/api/v1/events/{event_id}/reschedule', { as: { org }, path: { event_id: id }, query: { preview }, body, ifMatch }),
    onSuccess: (_, { preview }) => (preview ? undefined : client.invalidateQueries({ queryKey: events.all(org) })),
  });
}
