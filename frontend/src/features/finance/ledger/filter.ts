import type { Account, Filter } from './api';
import { period } from '@/lib/format/days';

/** As it stands in the address. */
export const NONE = { account: '', from: '', to: '' };
export type Asked = typeof NONE;

/** Those that an organizer's money moves through; the platform's own are none of them. */
export const ACCOUNTS: Account[] = ['organizer', 'stripe', 'fees', 'tax', 'refunds_due', 'disputes', 'stripe_costs', 'losses'];

export function filterOf({ account, ...days }: Asked): Filter {
  return { account: ACCOUNTS.find((one) => one === account), ...period(days) };
}
