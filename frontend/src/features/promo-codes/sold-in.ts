import { useQuery } from '@tanstack/react-query';
import { payoutAccount } from '@/lib/payout-account';
import { useOrganization } from '@/lib/permissions';

/** The currency in which the organization is paid out, for whoever may see that; a new code begins with it. */
export function useSoldIn(): string {
  const org = useOrganization();
  const account = useQuery({ ...payoutAccount(org.id), enabled: org.can('view-finance') });
  return account.data?.account?.settlement_currency ?? 'EUR';
}
