import type { Personal } from './api';
import { paths } from '@/lib/paths';

type Payment = NonNullable<Personal['registration']['payment']>;

/** The payment's own page; whoever is signed in and paid needs no link for it. */
export function paymentPath({ id, token }: Pick<Payment, 'id' | 'token'>): string {
  const address = paths.checkoutReturn(null, { payment: id });
  return token == null ? address : `${address}#${token}`;
}
