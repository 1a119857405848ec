import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';

export type Entry = Schema<'AuditEntry'>;
export interface Filter {
  action?: string;
  actor?: string;
  target?: string;
  from?: string;
  to?: string;
}

export const audit = {
  list: (org: string, filter: Filter) =>
    pagesOf(['audit', org, filter], ({ cursor, signal }) =>
      http.get('/api/v1/oversight/audit', { as: { org }, query: { ...filter, cursor }, signal }),
    ),
};

/** The file holds exactly what the filter shows. */
export function auditFile(org: string, filter: Filter): Promise<string> {
  return http.get('/api/v1/oversight/audit.csv', { as: { org }, query: { ...filter }, parse: 'text' });
}
