import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { of } from './api';
import { useOrganization } from '@/lib/permissions';

/** The organization and the event of the address; presence of a closed event is only read (PR-13). */
export function useDesk() {
  const org = useOrganization();
  const { eventId = '' } = useParams();
  const { data: event } = useQuery(of.event(org.id, eventId));
  const readOnly = event?.status === 'closed' || event?.status === 'cancelled';
  return { org, eventId, at: { orgId: org.id, eventId }, event, readOnly };
}
