import type { Schema } from '@/api/contract';
import { finance } from '@/features/finance/keys';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';

export type SalesDocument = Schema<'ListedDocument'>;

export interface Filter {
  kind?: SalesDocument['kind'];
  from?: string;
  to?: string;
}

export const documents = {
  list: (org: string, filter: Filter) =>
    pagesOf(finance.of(org, 'documents', filter), ({ cursor, signal }) =>
      http.get('/api/v1/payments/documents', { as: { org }, query: { ...filter, cursor }, signal }),
    ),
};
