import { queryOptions } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { finance } from '@/features/finance/keys';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';

export type Entry = Schema<'LedgerEntry'>;
export type Balance = Schema<'LedgerBalance'>;
export type Account = Entry['account'];

export interface Filter {
  account?: Account;
  from?: string;
  to?: string;
}

export const ledger = {
  entries: (org: string, filter: Filter) =>
    pagesOf(finance.of(org, 'ledger', filter), ({ cursor, signal }) =>
      http.get('/api/v1/payments/ledger', { as: { org }, query: { ...filter, cursor }, signal }),
    ),
  balances: (org: string) =>
    queryOptions({
      queryKey: finance.of(org, 'ledger-balances'),
      queryFn: ({ signal }) => http.get('/api/v1/payments/ledger/balances', { as: { org }, signal }),
    }),
};

export async function ledgerFile(org: string, filter: Filter): Promise<string> {
  return http.get('/api/v1/payments/ledger.csv', { as: { org }, query: { ...filter }, parse: 'text' });
}
