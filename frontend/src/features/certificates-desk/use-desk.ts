import { useParams, useSearchParams } from 'react-router';
import { useOrganization } from '@/lib/permissions';

/** The organization and the event of the address. */
export function useDesk() {
  const org = useOrganization();
  const { eventId = '' } = useParams();
  return { org, eventId, at: { orgId: org.id, eventId }, mayIssue: org.can('issue-credentials') };
}

/** What the workspace hands to its tabs: whom the arrows of the person's drawer lead to. */
export interface PersonOutlet {
  show: (order: string[]) => void;
}

/** What stands beside a list has an address, and the list keeps its own. */
export function addressWith(params: URLSearchParams, name: string, value: string | null): string {
  const next = new URLSearchParams(params);
  if (value === null) next.delete(name);
  else next.set(name, value);
  return `?${next.toString()}`;
}

export const CERTIFICATE = 'certificate';
export const PERSON = 'person';

/** Which certificate the address opens, and how it is closed again. */
export function useOpenedCertificate(): [string | null, () => void] {
  const [params, setParams] = useSearchParams();
  const close = () =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        after.delete(CERTIFICATE);
        return after;
      },
      { replace: true, preventScrollReset: true },
    );
  return [params.get(CERTIFICATE), close];
}
