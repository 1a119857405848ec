/** Invoices, credit notes and fee statements, for whoever may see them. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { isProblem } from '@/lib/http/problem';
import type { Caller } from '@/lib/http/types';
import { leaveFor } from '@/lib/navigation';

/** Who asks, and of which series: those of sales, or the platform's own statements. */
export interface DocumentReader {
  as: Caller;
  of: 'sales' | 'fees';
}

const PATIENCE = 4;
const SECONDS = 1000;

/** The address of the file is good for minutes, so it is asked for at the press. */
export function useDocumentFile({ as, of }: DocumentReader) {
  return useMutation({
    mutationFn: async (id: string) => {
      const { url } =
        of === 'sales'
          ? await http.get('/api/v1/payments/documents/{document_id}/file', { as, path: { document_id: id } })
          : await http.get('/api/v1/billing/fee-statements/{document_id}/file', { as, path: { document_id: id } });
      leaveFor(url);
    },
    retry: (tries, error) => tries < PATIENCE && isProblem(error) && error.is('document-not-ready'),
    retryDelay: (_, error) => (isProblem(error) ? (error.retryAfter ?? 2) : 2) * SECONDS,
  });
}

/** Where documents are shown; both of a correction are new there. */
const SHOWN_IN: unknown[] = ['finance', 'checkout', 'my-events'];

/** The same correction again makes nothing new, so it needs no key. */
export function useCorrectDocument({ as }: DocumentReader) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { id: string; body: Schema<'Correction'> }) =>
      http.post('/api/v1/payments/documents/{document_id}/correct', { as, path: { document_id: id }, body }),
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey: [feature] }) => SHOWN_IN.includes(feature) }),
  });
}
