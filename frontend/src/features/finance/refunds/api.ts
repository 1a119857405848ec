import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { finance } from '@/features/finance/keys';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';

export type Refund = Schema<'Refund'>;
export type Run = Schema<'RefundRun'>;
export type Progress = Schema<'RefundRunProgress'>;

const EVERY_MS = 3000;

export const refunds = {
  list: (org: string, status: string, event?: string) =>
    pagesOf(finance.of(org, 'refunds', { status, event }), ({ cursor, signal }) =>
      http.get('/api/v1/payments/refunds', { as: { org }, query: { status: status === '' ? undefined : status, event_id: event, cursor }, signal }),
    ),
  runs: (org: string, event?: string) =>
    pagesOf(finance.of(org, 'runs', { event }), ({ cursor, signal }) =>
      http.get('/api/v1/payments/refund-runs', { as: { org }, query: { event_id: event, cursor }, signal }),
    ),
  /** Asked again while it is at work, so that it can be watched and left. */
  run: (org: string, id: string) =>
    queryOptions({
      queryKey: finance.of(org, 'run', id),
      queryFn: ({ signal }) => http.get('/api/v1/payments/refund-runs/{run_id}', { as: { org }, path: { run_id: id }, signal }),
      refetchInterval: ({ state }) => (state.data?.status === 'running' ? EVERY_MS : false),
    }),
};

function useCommand<Input, Reply>(org: string, send: (input: Input) => Promise<Reply>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: send, onSettled: () => client.invalidateQueries({ queryKey: finance.all(org) }) });
}

export const useMoveRun = (org: string, id: string) =>
  useCommand(org, (to: 'pause' | 'resume') => http.post(`/api/v1/payments/refund-runs/{run_id}/${to}`, { as: { org }, path: { run_id: id } }));

export const useRetryRefund = (org: string) =>
  useCommand(org, (id: string) => http.post('/api/v1/payments/refunds/{refund_id}/retry', { as: { org }, path: { refund_id: id } }));

export const useSettleOutside = (org: string, id: string) =>
  useCommand(org, (note: string) =>
    http.post('/api/v1/payments/refunds/{refund_id}/settle-outside', { as: { org }, path: { refund_id: id }, body: { note } }),
  );
