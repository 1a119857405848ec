/** Publishing, which takes a plan: where a trial is open to the organization, one press does both (UX-52). */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { events } from './api';
import { http } from '@/lib/http/client';
import { useOrganization } from '@/lib/permissions';
import { planRefusal } from '@/lib/plan/limit';
import { subscriptionQuery, useStartTrial } from '@/lib/plan/subscription';

/** The plan without a team: it is what a single organizer needs first, and can be changed during the trial. */
const FIRST_PLAN = 'organizer';

/** Whether a press starts a trial as well; the button then says so. */
export function useTrialNeeded(): boolean {
  const org = useOrganization();
  const { data } = useQuery({ ...subscriptionQuery(org.id), enabled: org.can('manage-billing') });
  return data !== undefined && data.trial_available && data.limits.events_per_month === 0;
}

/** Starts the trial only if the server refuses for want of a plan, so that none is begun in vain. */
export function usePublish() {
  const org = useOrganization();
  const client = useQueryClient();
  const trial = useStartTrial(org.id);
  const offered = useTrialNeeded();
  return useMutation({
    mutationFn: async (id: string) => {
      const publish = () => http.post('/api/v1/events/{event_id}/publish', { as: { org: org.id }, path: { event_id: id } });
      try {
        return await publish();
      } catch (error) {
        if (!offered || planRefusal(error)?.kind !== 'limit') throw error;
      }
      await trial.mutateAsync(FIRST_PLAN);
      return publish();
    },
    onSettled: () => client.invalidateQueries({ queryKey: events.all(org.id) }),
  });
}
