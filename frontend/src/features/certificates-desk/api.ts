import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';
import { useOnce } from '@/lib/http/use-once';

export type Certificate = Schema<'Certificate'>;
export type CertificateDetail = Schema<'CertificateDetail'>;
export type CertificateStatus = Schema<'CertificateStatus'>;
export type PersonGates = Schema<'PersonGates'>;
export type Difference = Schema<'Difference'>;
export type Gate = Schema<'Gate'>;
export type Award = Schema<'Award'>;
export type IssueRun = Schema<'IssueRun'>;
export type Standing = 'ready' | 'missing' | 'issued' | 'differs';

export interface Filter {
  offering?: string;
  status?: CertificateStatus;
  q?: string;
}

export const offeringOf = (event: string): string => `event-${event}`;
export const eventOf = (offering: string | null | undefined): string | null => (offering?.startsWith('event-') ? offering.slice('event-'.length) : null);

/** While the queue works on it. */
const SOON_MS = 2000;
/** People are judged anew by a job whenever a fact about them changes, here or elsewhere. */
const JUDGED_MS = 5000;

const all = (org: string) => ['certificates', org] as const;
const ofEvent = (org: string, event: string) => [...all(org), 'event', event] as const;

export const desk = {
  summary: (org: string, event: string) =>
    queryOptions({
      queryKey: [...ofEvent(org, event), 'summary'],
      queryFn: ({ signal }) =>
        http.get('/api/v1/certificates/gates/{offering}/summary', { as: { org }, path: { offering: offeringOf(event) }, signal }),
      staleTime: 0,
      refetchInterval: ({ state }) => ((state.data?.rendering ?? 0) > 0 ? SOON_MS : JUDGED_MS),
    }),
  people: (org: string, event: string, filter: { state: Standing; q?: string }) =>
    pagesOf([...ofEvent(org, event), 'people', filter], ({ cursor, signal }) =>
      http.get('/api/v1/certificates/gates/{offering}', { as: { org }, path: { offering: offeringOf(event) }, query: { ...filter, cursor }, signal }),
    ),
  person: (org: string, event: string, email: string) =>
    queryOptions({
      queryKey: [...ofEvent(org, event), 'person', email],
      queryFn: ({ signal }) =>
        http.get('/api/v1/certificates/gates/{offering}', { as: { org }, path: { offering: offeringOf(event) }, query: { q: email }, signal }),
    }),
  awards: (org: string, event: string) =>
    pagesOf([...ofEvent(org, event), 'awards'], ({ cursor, signal }) =>
      http.get('/api/v1/certificates/awards', { as: { org }, query: { offering: offeringOf(event), cursor }, signal }),
    ),
  list: (org: string, filter: Filter) =>
    pagesOf([...all(org), 'list', filter], ({ cursor, signal }) => http.get('/api/v1/certificates', { as: { org }, query: { ...filter, cursor }, signal })),
  one: (org: string, id: string) =>
    queryOptions({
      queryKey: [...all(org), 'one', id],
      queryFn: ({ signal }) => http.get('/api/v1/certificates/{id}', { as: { org }, path: { id }, signal }),
      refetchInterval: ({ state }) => (state.data?.status === 'active' && !state.data.ready ? SOON_MS : false),
    }),
  run: (org: string, id: string) =>
    queryOptions({
      queryKey: [...all(org), 'run', id],
      queryFn: ({ signal }) => http.get('/api/v1/certificates/runs/{run_id}', { as: { org }, path: { run_id: id }, signal }),
      refetchInterval: ({ state }) => (state.data?.finished_at == null && state.error === null ? SOON_MS : false),
    }),
  /** What would become of each person; nothing happens by it. */
  trial: (org: string, event: string, whom: Whom) =>
    queryOptions({
      queryKey: [...ofEvent(org, event), 'trial', whom],
      queryFn: ({ signal }) =>
        http.post('/api/v1/certificates/issue', { as: { org }, body: { offering: offeringOf(event), ...whom, dry_run: true }, once: crypto.randomUUID(), signal }),
      staleTime: 0,
      retry: false,
    }),
  // The keys of the events' own screens, so that coming from there nothing is loaded again.
  templates: (org: string) =>
    queryOptions({
      queryKey: ['certificate-templates', org],
      queryFn: ({ signal }) => http.get('/api/v1/certificates/templates', { as: { org }, signal }),
      staleTime: 300_000,
    }),
  event: (org: string, id: string) =>
    queryOptions({
      queryKey: ['events', org, id],
      queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}', { as: { org }, path: { event_id: id }, signal }),
    }),
  /** To choose one to filter by. */
  events: (org: string, q: string) =>
    queryOptions({
      queryKey: ['events', org, 'by-title', q],
      queryFn: ({ signal }) => http.get('/api/v1/events', { as: { org }, query: { q: q === '' ? undefined : q, sort: 'latest', limit: 20 }, signal }),
    }),
};

export type Whom = { learner_ids: string[] } | { all_eligible: true };

/** Jobs judge, issue and render after the answer, so the same is asked once more when they are done as a rule. */
export function useRefresh(org: string) {
  const client = useQueryClient();
  return useCallback(() => {
    const again = () => Promise.all([all(org), ['events', org]].map((queryKey) => client.invalidateQueries({ queryKey })));
    setTimeout(() => void again(), SOON_MS);
    return again();
  }, [client, org]);
}

export function useIssue(org: string, event: string) {
  const onSettled = useRefresh(org);
  const once = useOnce();
  return useMutation({
    mutationFn: (whom: Whom) => http.post('/api/v1/certificates/issue', { as: { org }, body: { offering: offeringOf(event), ...whom }, once: once.key() }),
    onSuccess: once.done,
    onSettled,
  });
}

export function useWaive(org: string, event: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: (body: Schema<'WaiveGate'>) =>
      http.post('/api/v1/certificates/gates/{offering}/waive', { as: { org }, path: { offering: offeringOf(event) }, body }),
    onSettled,
  });
}

export type AwardAct = 'correct' | 'revoke';
/** An award, or credit that the facts give a person and that was never awarded. */
export type Acted = { award_id: string } | { offering: string; learner_id: string; designation_id: string };

export const actedOf = (event: string, { learner_id: learner }: PersonGates, { award_id: award, designation_id }: Difference): Acted =>
  award == null ? { offering: offeringOf(event), learner_id: learner ?? '', designation_id } : { award_id: award };

export function useAwardAct(org: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: ({ on, act, reason }: { on: Acted; act: AwardAct; reason: string }) =>
      'award_id' in on
        ? http.post(`/api/v1/certificates/awards/{award_id}/${act}`, { as: { org }, path: on, body: { reason } })
        : http.post('/api/v1/certificates/awards/accept', { as: { org }, body: { ...on, reason } }),
    onSettled,
  });
}

/** Compares every award with the present facts at once, rather than what the last judgement found. */
export function useCompare(org: string, event: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: () => http.post('/api/v1/certificates/awards/recompute', { as: { org }, body: { offering: offeringOf(event) } }),
    onSettled,
  });
}

export function useRevoke(org: string, id: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: (body: Schema<'RevokeCertificate'>) => http.post('/api/v1/certificates/{id}/revoke', { as: { org }, path: { id }, body }),
    onSettled,
  });
}

export function useReissue(org: string, id: string) {
  const onSettled = useRefresh(org);
  const once = useOnce();
  return useMutation({
    mutationFn: (body: Schema<'ReissueCertificate'>) => http.post('/api/v1/certificates/{id}/reissue', { as: { org }, path: { id }, body, once: once.key() }),
    onSuccess: once.done,
    // Another name or reason is another intent; the same key would be refused.
    onError: once.done,
    onSettled,
  });
}

export function useResend(org: string) {
  return useMutation({ mutationFn: (id: string) => http.post('/api/v1/certificates/{id}/resend', { as: { org }, path: { id } }) });
}

/** The address of the file is good for five minutes, so it is asked for at the press. */
export function useDownload(org: string) {
  return useMutation({
    mutationFn: async (id: string) => {
      const { url } = await http.get('/api/v1/certificates/{id}/file', { as: { org }, path: { id } });
      globalThis.location.assign(url);
    },
  });
}

export function exportCsv(org: string, filter: Filter): Promise<string> {
  return http.get('/api/v1/certificates/export.csv', { as: { org }, query: { ...filter }, parse: 'text' });
}
