import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { events } from './api';
import { useOrganization } from '@/lib/permissions';

/** The organization and the event of the address; the workspace shows its own loading and failure. */
export function useEvent() {
  const org = useOrganization();
  const { eventId = '' } = useParams();
  const query = useQuery(events.one(org.id, eventId));
  return { org, eventId, at: { orgId: org.id, eventId }, event: query.data, query };
}
