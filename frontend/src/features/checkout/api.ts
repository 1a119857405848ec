import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';
import type { Caller } from '@/lib/http/types';
import { useOnce } from '@/lib/http/use-once';
import type { InvoiceTo } from '@/ui/invoice/invoice';

export type Payment = Schema<'Payment'>;
export type MyPayment = Schema<'MyPayment'>;

/** Which payment, and the link that opens it; whoever is signed in needs none. */
export interface Buyer {
  id: string;
  seal: string;
}

export const caller = ({ seal }: Buyer): Caller => (seal === '' ? 'me' : { seal });
const SECONDS = 1000;
/** How long to wait before asking again while the bank is at work; after the last one the mail tells. */
const PATIENCE = [1, 2, 3, 5, 8, 13, 21, 34];
const OPEN_EVERY = 20;

/** The only file of the feature that knows addresses and query keys. */
export const checkout = {
  /** Asks the payment service through the server, so that the truth does not wait for a webhook. */
  truth: (buyer: Buyer) =>
    queryOptions({
      queryKey: ['checkout', buyer.id, buyer.seal],
      queryFn: ({ signal }) => http.post('/api/v1/payments/{payment_id}/confirm', { as: caller(buyer), path: { payment_id: buyer.id }, signal }),
      refetchInterval: ({ state: { data, dataUpdateCount } }) => {
        if (data?.status === 'processing') return (PATIENCE[dataUpdateCount - 1] ?? 0) * SECONDS || false;
        return data !== undefined && isUnpaid(data) ? OPEN_EVERY * SECONDS : false;
      },
    }),
  /** As it stands here, for whoever only reads it. */
  one: (buyer: Buyer) =>
    queryOptions({
      queryKey: ['checkout', 'one', buyer.id, buyer.seal],
      queryFn: ({ signal }) => http.get('/api/v1/payments/{payment_id}', { as: caller(buyer), path: { payment_id: buyer.id }, signal }),
    }),
  /** Everything paid or to be paid with the account, of whichever organizer. */
  mine: () => pagesOf(['checkout', 'mine'], ({ cursor, signal }) => http.get('/api/v1/payments/mine', { query: { cursor }, signal })),
};

export const isUnpaid = ({ status, method }: Payment): boolean => method !== 'outside' && (status === 'draft' || status === 'open');

/** The page to pay on; while one is open it is the same one. */
export function useOpenCheckout(buyer: Buyer) {
  return useMutation({
    mutationFn: ({ back, invoice }: { back: string; invoice?: InvoiceTo }) =>
      http.post('/api/v1/payments/{payment_id}/checkout', { as: caller(buyer), path: { payment_id: buyer.id }, body: { return_to: back, buyer: invoice } }),
  });
}

export function useGiveUp(buyer: Buyer) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => http.post('/api/v1/payments/{payment_id}/cancel', { as: caller(buyer), path: { payment_id: buyer.id } }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: checkout.truth(buyer).queryKey }),
        client.invalidateQueries({ queryKey: ['my-events'] }),
        client.invalidateQueries({ queryKey: ['discovery'] }),
      ]),
  });
}

/** The same places for a new payment, at the price of now; a place that has gone is taken anew where there is room. */
export function useRenew(buyer: Buyer) {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: (places: string[]) => http.post('/api/v1/payments', { as: caller(buyer), body: { registration_ids: places }, once: once.key() }),
    onSuccess: once.done,
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['checkout', 'mine'] }), client.invalidateQueries({ queryKey: ['my-events'] })]),
  });
}
