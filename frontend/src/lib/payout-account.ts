import { queryOptions } from '@tanstack/react-query';
import { http } from '@/lib/http/client';

/** Where the organization is paid out, if anywhere; only those who see money may ask. */
export const payoutAccount = (org: string) =>
  queryOptions({ queryKey: ['finance', org, 'account'], queryFn: ({ signal }) => http.get('/api/v1/payments/account', { as: { org }, signal }) });
