import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';
import { useOnce } from '@/lib/http/use-once';

export type Code = Schema<'PromoCode'>;
export type Rules = Schema<'PromoCodeRules'>;
export type Kind = Schema<'PromoCodeKind'>;
export type Status = Schema<'PromoCodeStatus'>;
export type Batch = Schema<'PromoBatch'>;
export type By = 'code' | 'attribution';

export interface Filter {
  q?: string;
  status?: Status;
  event_id?: string;
  batch_id?: string;
}

export interface Period {
  from?: string;
  to?: string;
}

const all = (org: string) => ['promo-codes', org] as const;

/** The version that an edit is based on, as the server writes it into its ETag. */
export const tagOf = ({ version }: { version: number }): string => `"${version}"`;

export const codes = {
  list: (org: string, filter: Filter) =>
    pagesOf([...all(org), 'list', filter], ({ cursor, signal }) => http.get('/api/v1/promo-codes', { as: { org }, query: { ...filter, cursor }, signal })),
  one: (org: string, id: string) =>
    queryOptions({
      queryKey: [...all(org), 'one', id],
      queryFn: ({ signal }) => http.get('/api/v1/promo-codes/{promo_code_id}', { as: { org }, path: { promo_code_id: id }, signal }),
    }),
  uses: (org: string, id: string) =>
    pagesOf([...all(org), 'uses', id], ({ cursor, signal }) =>
      http.get('/api/v1/promo-codes/{promo_code_id}/redemptions', { as: { org }, path: { promo_code_id: id }, query: { cursor }, signal }),
    ),
  batches: (org: string) =>
    pagesOf([...all(org), 'batches'], ({ cursor, signal }) => http.get('/api/v1/promo-codes/batches', { as: { org }, query: { cursor }, signal })),
  report: (org: string, by: By, period: Period) =>
    queryOptions({
      queryKey: [...all(org), 'report', by, period],
      queryFn: ({ signal }) => http.get('/api/v1/promo-codes/report', { as: { org }, query: { by, ...period }, signal }),
    }),
  events: (org: string, q: string) =>
    queryOptions({
      queryKey: [...all(org), 'events', q],
      queryFn: ({ signal }) => http.get('/api/v1/events', { as: { org }, query: { q: q === '' ? undefined : q, limit: 20 }, signal }),
    }),
  event: (org: string, id: string) =>
    queryOptions({
      queryKey: [...all(org), 'event', id],
      queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}', { as: { org }, path: { event_id: id }, signal }),
    }),
  tickets: (org: string, event: string) =>
    queryOptions({
      queryKey: [...all(org), 'tickets', event],
      queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}/tickets', { as: { org }, path: { event_id: event }, signal }),
    }),
};

/** Lists, counts and the report are as old as the change. */
function useCommand<Input, Reply>(org: string, send: (input: Input, once: string) => Promise<Reply>) {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: (input: Input) => send(input, once.key()),
    onSuccess: once.done,
    onSettled: () => client.invalidateQueries({ queryKey: all(org) }),
  });
}

export const useSaveCode = (org: string) =>
  useCommand(org, ({ code, body }: { code: Code | null; body: Schema<'NewPromoCode'> }, once) =>
    code === null
      ? http.post('/api/v1/promo-codes', { as: { org }, body, once })
      : http.patch('/api/v1/promo-codes/{promo_code_id}', { as: { org }, path: { promo_code_id: code.id }, body, ifMatch: tagOf(code) }),
  );

export type Move = 'disable' | 'enable' | 'archive';

export const useMoveCode = (org: string, id: string) =>
  useCommand(org, (to: Move) => http.post(`/api/v1/promo-codes/{promo_code_id}/${to}`, { as: { org }, path: { promo_code_id: id } }));

export const useCreateBatch = (org: string) =>
  useCommand(org, (body: Schema<'NewPromoBatch'>, once) => http.post('/api/v1/promo-codes/batches', { as: { org }, body, once }));

export async function batchFile(org: string, id: string): Promise<string> {
  return http.get('/api/v1/promo-codes/batches/{batch_id}/file', { as: { org }, path: { batch_id: id }, parse: 'text' });
}

export async function reportFile(org: string, by: By, period: Period): Promise<string> {
  return http.get('/api/v1/promo-codes/report.csv', { as: { org }, query: { by, ...period }, parse: 'text' });
}
