import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { finance } from '@/features/finance/keys';
import { http } from '@/lib/http/client';
import { payoutAccount } from '@/lib/payout-account';
import { pagesOf } from '@/lib/http/pages';
import { useOnce } from '@/lib/http/use-once';

export type Account = Schema<'PayoutAccount'>;
export type Balance = Schema<'SellerBalance'>;
export type Payout = Schema<'Payout'>;
export type Settings = Schema<'SellerSettings'>;
export type SettingsPatch = Schema<'SellerSettingsPatch'>;
export type Policy = Schema<'RefundPolicy'>;
export type Rung = Schema<'RefundRung'>;
export type Money = Schema<'Money'>;

export const payouts = {
  account: payoutAccount,
  countries: (org: string) =>
    queryOptions({
      queryKey: finance.of(org, 'countries'),
      staleTime: Number.POSITIVE_INFINITY,
      queryFn: ({ signal }) => http.get('/api/v1/payments/account/countries', { as: { org }, signal }),
    }),
  balance: (org: string) =>
    queryOptions({ queryKey: finance.of(org, 'balance'), queryFn: ({ signal }) => http.get('/api/v1/payments/balance', { as: { org }, signal }) }),
  list: (org: string) =>
    pagesOf(finance.of(org, 'payouts'), ({ cursor, signal }) => http.get('/api/v1/payments/payouts', { as: { org }, query: { cursor }, signal })),
  /** With the version that an edit sends back. */
  settings: (org: string) =>
    queryOptions({ queryKey: finance.of(org, 'settings'), queryFn: ({ signal }) => http.getTagged('/api/v1/payments/settings', { as: { org }, signal }) }),
  policies: (org: string) =>
    queryOptions({
      queryKey: finance.of(org, 'policies'),
      queryFn: ({ signal }) => http.getTagged('/api/v1/payments/refund-policies', { as: { org }, signal }),
    }),
};

function useCommand<Input, Reply>(org: string, send: (input: Input, once: string) => Promise<Reply>) {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: (input: Input) => send(input, once.key()),
    onSuccess: once.done,
    onSettled: () => client.invalidateQueries({ queryKey: finance.all(org) }),
  });
}

export const useConnectAccount = (org: string) =>
  useCommand(org, (body: Schema<'ConnectAccount'>, once) => http.post('/api/v1/payments/account', { as: { org }, body, once }));

export const useDisconnectAccount = (org: string) => useCommand(org, () => http.delete('/api/v1/payments/account', { as: { org } }));

export const useRefreshAccount = (org: string) => useCommand(org, () => http.post('/api/v1/payments/account/refresh', { as: { org } }));

export const useRequestPayout = (org: string) =>
  useCommand(org, (amount: Money, once) => http.post('/api/v1/payments/payouts', { as: { org }, body: { amount }, once }));

export const useSaveSettings = (org: string) =>
  useCommand(org, ({ body, ifMatch }: { body: SettingsPatch; ifMatch: string }) =>
    http.patch('/api/v1/payments/settings', { as: { org }, body, ifMatch }),
  );

export const useSavePolicy = (org: string) =>
  useCommand(org, ({ body, ifMatch }: { body: Schema<'SaveRefundPolicy'>; ifMatch: string }) =>
    http.put('/api/v1/payments/refund-policies', { as: { org }, body, ifMatch }),
  );

/** A page of the payment service's for one visit: asked for by a press, never kept. */
export function useLeaveFor(org: string, returnTo: string) {
  return useMutation({
    mutationFn: (where: 'onboarding' | 'dashboard') =>
      where === 'dashboard'
        ? http.post('/api/v1/payments/account/login-links', { as: { org } })
        : http.post('/api/v1/payments/account/onboarding-links', { as: { org }, body: { return_to: returnTo } }),
    onSuccess: ({ url }) => globalThis.location.assign(url),
  });
}
