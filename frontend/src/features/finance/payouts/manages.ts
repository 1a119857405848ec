import { useQuery } from '@tanstack/react-query';
import { payouts } from './api';
import { useOrganization } from '@/lib/permissions';

/** Whether one may change where the money goes: with the right, and not in the three days after a handover (OR-10). */
export function useManagesPayouts(): boolean {
  const org = useOrganization();
  const { data } = useQuery(payouts.account(org.id));
  return org.can('manage-payouts') && data?.blocked_until == null;
}
