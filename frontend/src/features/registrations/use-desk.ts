import { useParams } from 'react-router';
import { useOrganization } from '@/lib/permissions';

/** The organization and the event of the address. */
export function useDesk() {
  const org = useOrganization();
  const { eventId = '' } = useParams();
  return { org, eventId, at: { orgId: org.id, eventId } };
}

/** What tabs of the workspace hand to the person drawer: whom its arrows lead to. */
export interface PersonOutlet {
  show: (order: string[]) => void;
}
