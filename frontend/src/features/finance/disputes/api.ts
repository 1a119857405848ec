import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { EXHIBITS, type Exhibits } from './exhibits';
import type { Schema } from '@/api/contract';
import { finance } from '@/features/finance/keys';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';
import { useOnce } from '@/lib/http/use-once';

export type Dispute = Schema<'Dispute'>;
export type DisputeFile = Schema<'DisputeFile'>;

export const disputes = {
  list: (org: string, open: boolean) =>
    pagesOf(finance.of(org, 'disputes', { open }), ({ cursor, signal }) =>
      http.get('/api/v1/payments/disputes', { as: { org }, query: { open: open ? true : undefined, cursor }, signal }),
    ),
  one: (org: string, id: string) =>
    queryOptions({
      queryKey: finance.of(org, 'dispute', id),
      queryFn: ({ signal }) => http.get('/api/v1/payments/disputes/{dispute_id}', { as: { org }, path: { dispute_id: id }, signal }),
    }),
};

/** What the organizer says to the bank. */
export interface Answer {
  text: string;
  files: Exhibits;
}

function formOf({ text, files }: Answer): FormData {
  const form = new FormData();
  form.append('text', text);
  for (const exhibit of EXHIBITS) {
    const file = files[exhibit];
    if (file) form.append(exhibit, file);
  }
  return form;
}

/** Evidence is sent with an answer; without one the organizer gives in. Each can be said once. */
export function useAnswerDispute(org: string, id: string) {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: (answer: Answer | null) =>
      answer === null
        ? http.post('/api/v1/payments/disputes/{dispute_id}/accept', { as: { org }, path: { dispute_id: id }, body: {}, once: once.key() })
        : http.post('/api/v1/payments/disputes/{dispute_id}/evidence', { as: { org }, path: { dispute_id: id }, body: formOf(answer), once: once.key() }),
    onSuccess: once.done,
    onSettled: () => client.invalidateQueries({ queryKey: finance.all(org) }),
  });
}

/** The bank still waits for an answer. */
export const isOpen = ({ status }: Pick<Dispute, 'status'>): boolean => status === 'needs_response' || status === 'warning_needs_response';
