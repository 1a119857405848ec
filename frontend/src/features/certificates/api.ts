import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';

export type OwnCertificate = Schema<'OwnCertificate'>;
export type Entry = Schema<'CpdEntry'>;

const ALL = ['my-certificates'] as const;

/** The only file of the feature that knows addresses and query keys. */
export const certificates = {
  list: () => pagesOf([...ALL, 'list'], ({ cursor, signal }) => http.get('/api/v1/certificates/mine', { query: { cursor }, signal })),
  /** There is no question for one; a person has few, and the list is in one page as a rule. */
  one: (id: string) =>
    queryOptions({
      queryKey: [...ALL, 'one', id],
      queryFn: async ({ signal }) => {
        let cursor: string | undefined;
        do {
          const page = await http.get('/api/v1/certificates/mine', { query: { limit: 100, cursor }, signal });
          const found = page.data.find((one) => one.id === id);
          if (found) return found;
          cursor = page.next_cursor ?? undefined;
        } while (cursor !== undefined);
        return null;
      },
    }),
};

export const record = {
  entries: (from: string, to: string) =>
    pagesOf(['my-record', from, to], ({ cursor, signal }) =>
      http.get('/api/v1/cpd/entries', { query: { from: from || undefined, to: to || undefined, cursor }, signal }),
    ),
  totals: (from: string, to: string) =>
    queryOptions({
      queryKey: ['my-record', 'totals', from, to],
      queryFn: ({ signal }) => http.get('/api/v1/cpd/entries/totals', { query: { from: from || undefined, to: to || undefined }, signal }),
    }),
};

/** The address of the file is good for five minutes, so it is asked for at the press. */
export function useDownload() {
  return useMutation({
    mutationFn: async (id: string) => {
      const { url } = await http.get('/api/v1/certificates/{id}/file', { path: { id } });
      globalThis.location.assign(url);
    },
  });
}

export function usePrivacy({ id, version }: OwnCertificate) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name_shown?: OwnCertificate['name_shown']; pdf_public?: boolean }) =>
      http.patch('/api/v1/certificates/{id}/privacy', { path: { id }, body, ifMatch: `"${version}"` }),
    onSettled: () => client.invalidateQueries({ queryKey: ALL }),
  });
}
