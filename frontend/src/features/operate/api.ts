import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { NO_COUNTRY } from '@/lib/format/countries';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';
import { useOnce } from '@/lib/http/use-once';

export type Finding = Schema<'Finding'>;
export type FlaggedPayment = Schema<'FlaggedPayment'>;
export type OrganizerDebt = Schema<'OrganizerDebt'>;
export type DailyPayouts = Schema<'DailyPayouts'>;
export type DeadJob = Schema<'DeadJob'>;
export type TaxRule = Schema<'TaxRule'>;
export type OfferedPlan = Schema<'OfferedPlan'>;
export type FindingState = 'open' | 'closed';
export type JobState = 'open' | 'settled';

const ALL = ['operate'] as const;

/** The only file of the feature that knows addresses and query keys. */
export const operate = {
  findings: (state: FindingState, kind: string) =>
    pagesOf([...ALL, 'findings', state, kind], ({ cursor, signal }) =>
      http.get('/api/v1/billing/findings', { query: { state, kind: kind === '' ? undefined : kind, cursor }, signal }),
    ),
  flagged: () => pagesOf([...ALL, 'flagged'], ({ cursor, signal }) => http.get('/api/v1/billing/flagged-payments', { query: { cursor }, signal })),
  debts: () => pagesOf([...ALL, 'debts'], ({ cursor, signal }) => http.get('/api/v1/billing/debts', { query: { cursor }, signal })),
  daily: () => pagesOf([...ALL, 'daily'], ({ cursor, signal }) => http.get('/api/v1/billing/daily-payouts', { query: { cursor }, signal })),
  /** Of organizers in one country, or in any. */
  taxRules: (country: string) =>
    pagesOf([...ALL, 'tax-rules', country], ({ cursor, signal }) =>
      http.get('/api/v1/billing/tax-rules', { query: { seller_country: country === NO_COUNTRY ? undefined : country, cursor }, signal }),
    ),
  jobs: (state: JobState) =>
    pagesOf([...ALL, 'jobs', state], ({ cursor, signal }) => http.get('/api/v1/operators/dead-jobs', { query: { state, cursor }, signal })),
  /** The newest alone; while it goes on it is asked for again. */
  comparison: queryOptions({
    queryKey: [...ALL, 'comparison'],
    queryFn: async ({ signal }) => (await http.get('/api/v1/operators/reconciliations', { query: { limit: 1 }, signal })).data[0] ?? null,
    refetchInterval: ({ state: { data } }) => (data != null && data.finished_at == null ? 3000 : false),
  }),
  plans: queryOptions({ queryKey: ['plans'], queryFn: ({ signal }) => http.get('/api/v1/billing/plans', { as: 'anyone', signal }) }),
};

/** Each act says why, and is written down with it. */
function useAct<Input, Reply>(send: (input: Input, once: string) => Promise<Reply>) {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: (input: Input) => send(input, once.key()),
    onSuccess: once.done,
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ALL }), client.invalidateQueries({ queryKey: ['plans'] })]),
  });
}

export const useCloseFinding = (id: string) =>
  useAct((reason: string) => http.post('/api/v1/billing/findings/{finding_id}/close', { path: { finding_id: id }, body: { reason } }));

export const useSettleFlagged = (id: string) =>
  useAct((reason: string) => http.post('/api/v1/billing/flagged-payments/{payment_id}/settle', { path: { payment_id: id }, body: { reason } }));

export const useRefundFlagged = (id: string) =>
  useAct((reason: string) => http.post('/api/v1/billing/flagged-payments/{payment_id}/refund', { path: { payment_id: id }, body: { reason } }));

export const useWriteOff = () => useAct((body: Schema<'NewWriteOff'>, once) => http.post('/api/v1/billing/write-offs', { body, once }));

export const useGrantDaily = () => useAct((body: Schema<'NewDailyPayouts'>, once) => http.post('/api/v1/billing/daily-payouts', { body, once }));

export const useEndDaily = (organization: string) =>
  useAct((reason: string) => http.post('/api/v1/billing/daily-payouts/{organization_id}/end', { path: { organization_id: organization }, body: { reason } }));

export const useRecordTaxRule = () => useAct((body: Schema<'NewTaxRule'>, once) => http.post('/api/v1/billing/tax-rules', { body, once }));

export const useSignOffTaxRule = (id: string) =>
  useAct((body: Schema<'SignOff'>) => http.post('/api/v1/billing/tax-rules/{rule_id}/sign-off', { path: { rule_id: id }, body }));

export const useWithdrawTaxRule = (id: string) =>
  useAct((reason: string) => http.post('/api/v1/billing/tax-rules/{rule_id}/withdraw', { path: { rule_id: id }, body: { reason } }));

export const useReplayJob = (id: string) =>
  useAct((reason: string) => http.post('/api/v1/operators/dead-jobs/{job_id}/replay', { path: { job_id: id }, body: { reason } }));

export const useDismissJob = (id: string) =>
  useAct((reason: string) => http.post('/api/v1/operators/dead-jobs/{job_id}/dismiss', { path: { job_id: id }, body: { reason } }));

export const useReconcile = () => useAct((reason: string, once) => http.post('/api/v1/operators/reconciliations', { body: { reason }, once }));

export const useGrant = () => useAct((body: Schema<'NewGrant'>, once) => http.post('/api/v1/billing/grants', { body, once }));

export const usePublishPlan = () => useAct((body: Schema<'NewPlanVersion'>, once) => http.post('/api/v1/billing/catalogue/plans', { body, once }));

export const usePublishPrice = () => useAct((body: Schema<'NewPlanPrice'>, once) => http.post('/api/v1/billing/catalogue/prices', { body, once }));
