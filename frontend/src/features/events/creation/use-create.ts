import { useQueryClient } from '@tanstack/react-query';
import { bodyOf, NO_CREDIT, REMINDERS, type Checked } from './schema';
import { events, useCreateEvent, type Event } from '@/features/events/api';
import { useDesignate } from '@/features/events/designations';
import { usePlanZoom } from '@/features/events/meetings';
import { usePublish } from '@/features/events/publishing';
import { http } from '@/lib/http/client';

export interface Made {
  event: Event;
  published: boolean;
  /** What went wrong after the event stood; it is then a draft, and its page says what is missing. */
  problem: unknown;
}

/**
 * Makes the event and then what belongs to it. Once it exists nothing of it is lost: a later
 * failure leaves a draft instead of the sheet, so that a second press cannot make a second event.
 */
export function useCreate(org: string): (sheet: Checked, publish: boolean) => Promise<Made> {
  const client = useQueryClient();
  const create = useCreateEvent(org);
  const plan = usePlanZoom(org);
  const designate = useDesignate(org);
  const announce = usePublish();
  return async (sheet, publish) => {
    const event = await create.mutateAsync(bodyOf(sheet));
    try {
      if (sheet.join === 'zoom') {
        await plan.mutateAsync({ event: event.id, plan: { kind: 'meeting', connection_id: sheet.host } });
      }
      if (sheet.credit !== NO_CREDIT) await designate.mutateAsync({ event: event.id, creditType: sheet.credit });
      if (sheet.reminders !== 'standard') await remind(org, event.id, REMINDERS[sheet.reminders]);
      if (publish) await announce.mutateAsync(event.id);
      return { event, published: publish, problem: null };
    } catch (problem) {
      return { event, published: false, problem };
    } finally {
      void client.invalidateQueries({ queryKey: events.all(org) });
    }
  };
}

async function remind(org: string, id: string, reminders: number[]): Promise<void> {
  const given = { as: { org }, path: { event_id: id } };
  const { data, etag } = await http.getTagged('/api/v1/events/{event_id}/settings', given);
  await http.put('/api/v1/events/{event_id}/settings', { ...given, body: { ...data, reminders }, ifMatch: etag });
}
