import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { finance } from '@/features/finance/keys';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';
import { useOnce } from '@/lib/http/use-once';

export type Listed = Schema<'ListedPayment'>;
export type Payment = Schema<'Payment'>;

export interface Filter {
  event_id?: string;
  status?: string;
  flagged?: boolean;
  q?: string;
  from?: string;
  to?: string;
}

/** What is to go back: all that is left without items or amount. */
export interface Wanted {
  items?: string;
  amount?: number;
  include_fees?: boolean;
}

export const payments = {
  list: (org: string, filter: Filter) =>
    pagesOf(finance.of(org, 'payments', filter), ({ cursor, signal }) =>
      http.get('/api/v1/payments', { as: { org }, query: { ...filter, cursor }, signal }),
    ),
  one: (org: string, id: string) =>
    queryOptions({
      queryKey: finance.of(org, 'payment', id),
      queryFn: ({ signal }) => http.get('/api/v1/payments/{payment_id}', { as: { org }, path: { payment_id: id }, signal }),
    }),
  months: (org: string) =>
    queryOptions({
      queryKey: finance.of(org, 'summary'),
      queryFn: ({ signal }) => http.get('/api/v1/payments/summary', { as: { org }, query: { months: 12 }, signal }),
    }),
  disputes: (org: string, id: string) =>
    queryOptions({
      queryKey: finance.of(org, 'disputes', { payment: id }),
      queryFn: ({ signal }) => http.get('/api/v1/payments/disputes', { as: { org }, query: { payment_id: id }, signal }),
    }),
  ledger: (org: string, id: string) =>
    queryOptions({
      queryKey: finance.of(org, 'ledger', { payment: id }),
      queryFn: ({ signal }) => http.get('/api/v1/payments/ledger', { as: { org }, query: { payment_id: id, limit: 100 }, signal }),
    }),
  /** Never old: a sum that somebody is about to pay back is asked for each time. */
  refundQuote: (org: string, id: string, wanted: Wanted) =>
    queryOptions({
      queryKey: finance.of(org, 'refund-quote', id, wanted),
      staleTime: 0,
      gcTime: 0,
      retry: false,
      queryFn: ({ signal }) => http.get('/api/v1/payments/{payment_id}/refund-quote', { as: { org }, path: { payment_id: id }, query: { ...wanted }, signal }),
    }),
};

export async function paymentsFile(org: string, filter: Filter): Promise<string> {
  return http.get('/api/v1/payments/export.csv', { as: { org }, query: { ...filter }, parse: 'text' });
}

export function useRefund(org: string, id: string) {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: (body: Schema<'RefundPayment'>) =>
      http.post('/api/v1/payments/{payment_id}/refunds', { as: { org }, path: { payment_id: id }, body, once: once.key() }),
    onSuccess: once.done,
    onSettled: () => client.invalidateQueries({ queryKey: finance.all(org) }),
  });
}

export function useMarkPaid(org: string, id: string) {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: (body: Schema<'MarkPaid'>) =>
      http.post('/api/v1/payments/{payment_id}/mark-paid', { as: { org }, path: { payment_id: id }, body, once: once.key() }),
    onSuccess: once.done,
    onSettled: () => client.invalidateQueries({ queryKey: finance.all(org) }),
  });
}
