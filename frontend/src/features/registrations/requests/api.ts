import { useMutation } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { useRefresh } from '@/features/registrations/api';
import { http } from '@/lib/http/client';
import { useOnce } from '@/lib/http/use-once';

export type Decision = Schema<'RequestDecision'>;
export type Decided = Schema<'Decided'>;

/** Yes or no to some who asked; each stands alone, and those that fail stay as they are (RG-21). */
export function useDecide(org: string, event: string) {
  const onSettled = useRefresh(org, event);
  const once = useOnce();
  return useMutation({
    mutationFn: ({ ids, decision, reason }: { ids: string[]; decision: Decision; reason: string }) =>
      http.post('/api/v1/registrations/decide', {
        as: { org },
        body: { event_id: event, registration_ids: ids, decision, ...(reason !== '' && { reason }) },
        once: once.key(),
      }),
    onSuccess: once.done,
    onSettled,
  });
}
