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
export async function auditFile(org: string, filter: Filter): Promise<string> {
  // The contract names the answer text/csv, which the client types as no JSON.
  const text: unknown = await http.get('/api/v1/oversight/audit.csv', { as: { org }, query: { ...filter }, parse: 'text' });
  return String(text);
}
