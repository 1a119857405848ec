import { useMe } from '@/lib/session/me';

/** Support looks, an operator acts. */
export function useStaff(): { known: boolean; looks: boolean; acts: boolean } {
  const me = useMe();
  return { known: me !== undefined, looks: me?.platform_role != null, acts: me?.platform_role === 'operator' };
}
