import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';
import { planKeys, useIntent } from '@/lib/plan/subscription';

export type OfferedPlan = Schema<'OfferedPlan'>;
export type Interval = Schema<'PlanInterval'>;
export type Amount = Schema<'Money'>;
export type PlanQuote = Schema<'PlanQuote'>;
export type FeeStatement = Schema<'FeeStatement'>;
export type Invoice = Schema<'PlanInvoice'>;
export type CancelReason = Schema<'CancelReason'>;

export const billing = {
  plans: queryOptions({
    queryKey: ['plans'],
    queryFn: ({ signal }) => http.get('/api/v1/billing/plans', { as: 'anyone', signal }),
    staleTime: 300_000,
  }),
  usage: (org: string) =>
    queryOptions({
      queryKey: planKeys.of(org, 'usage'),
      queryFn: ({ signal }) => http.get('/api/v1/billing/usage', { as: { org }, signal }),
    }),
  profile: (org: string) =>
    queryOptions({
      queryKey: planKeys.of(org, 'profile'),
      queryFn: ({ signal }) => http.get('/api/v1/billing/profile', { as: { org }, signal }),
    }),
  invoices: (org: string) =>
    pagesOf(planKeys.of(org, 'invoices'), ({ cursor, signal }) =>
      http.get('/api/v1/billing/invoices', { as: { org }, query: { cursor }, signal }),
    ),
  feeStatements: (org: string) =>
    pagesOf(planKeys.of(org, 'fee-statements'), ({ cursor, signal }) =>
      http.get('/api/v1/billing/fee-statements', { as: { org }, query: { cursor }, signal }),
    ),
};

function useRefresh(org: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: planKeys.all(org) });
}

/** Leaves for the vendor's page; the page of the plan is where it comes back to. */
export function useCheckout(org: string) {
  const intent = useIntent();
  return useMutation({
    mutationFn: (body: Schema<'NewCheckout'>) => http.post('/api/v1/billing/checkouts', { as: { org }, body, once: intent.key() }),
    onSuccess: ({ checkout_url: url }) => globalThis.location.assign(url),
    onSettled: intent.settled,
  });
}

/** Back from the vendor's page: what it shows is read again, and only that is in force. */
export const confirmation = (org: string, checkout: string) =>
  queryOptions({
    queryKey: ['plan-checkout', org, checkout],
    queryFn: ({ client }) =>
      http
        .post('/api/v1/billing/checkouts/{checkout_id}/confirm', { as: { org }, path: { checkout_id: checkout } })
        .finally(() => client.invalidateQueries({ queryKey: planKeys.all(org) })),
    enabled: checkout !== '',
    staleTime: Infinity,
    retry: false,
  });

export function useQuote(org: string) {
  const intent = useIntent();
  return useMutation({
    mutationFn: (body: Schema<'NewPlanQuote'>) => http.post('/api/v1/billing/plan-quotes', { as: { org }, body, once: intent.key() }),
    onSettled: intent.settled,
  });
}

export function useChangePlan(org: string) {
  const refresh = useRefresh(org);
  const intent = useIntent();
  return useMutation({
    mutationFn: (quote: string) => http.post('/api/v1/billing/plan-changes', { as: { org }, body: { quote_id: quote }, once: intent.key() }),
    onSettled: (answer, error) => {
      intent.settled(answer, error);
      return refresh();
    },
  });
}

export function useDropScheduled(org: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: () => http.delete('/api/v1/billing/plan-changes/scheduled', { as: { org } }),
    onSettled,
  });
}

export function useCancelPlan(org: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: (body: Schema<'Cancellation'>) => http.post('/api/v1/billing/subscription/cancel', { as: { org }, body }),
    onSettled,
  });
}

export function useReactivate(org: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: () => http.post('/api/v1/billing/subscription/reactivate', { as: { org } }),
    onSettled,
  });
}

export function useReadAgain(org: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: () => http.post('/api/v1/billing/subscription/refresh', { as: { org } }),
    onSettled,
  });
}

/** The link is good for one person and a few minutes, so it is asked for when it is used. */
export function usePortal(org: string) {
  const intent = useIntent();
  return useMutation({
    mutationFn: (body: Schema<'NewPortal'>) => http.post('/api/v1/billing/portal-sessions', { as: { org }, body, once: intent.key() }),
    onSuccess: ({ url }) => globalThis.location.assign(url),
    onSettled: intent.settled,
  });
}
