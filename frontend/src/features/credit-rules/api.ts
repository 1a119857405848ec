import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { useOnce } from '@/lib/http/use-once';

export type Body = Schema<'Body'>;
export type CreditType = Schema<'CreditType'>;
export type RuleSet = Schema<'RuleSet'>;
export type Parameters = Schema<'RuleParameters'>;
export type Designation = Schema<'Designation'>;
export type Step = Schema<'DerivationStep'>;

export interface RuleFilter {
  body_id?: string;
  status?: RuleSet['status'];
}

const all = (org: string) => ['credit-rules', org] as const;

export const offeringOf = (event: string): string => `event-${event}`;

export const credit = {
  bodies: (org: string) =>
    queryOptions({ queryKey: [...all(org), 'bodies'], queryFn: ({ signal }) => http.get('/api/v1/cpd/bodies', { as: { org }, signal }) }),
  types: (org: string) =>
    queryOptions({ queryKey: [...all(org), 'types'], queryFn: ({ signal }) => http.get('/api/v1/cpd/credit-types', { as: { org }, signal }) }),
  ruleSets: (org: string, filter: RuleFilter) =>
    queryOptions({
      queryKey: [...all(org), 'rule-sets', filter],
      queryFn: ({ signal }) => http.get('/api/v1/cpd/rule-sets', { as: { org }, query: { ...filter }, signal }),
    }),
  /** With the version that an edit sends back. */
  ruleSet: (org: string, id: string) =>
    queryOptions({
      queryKey: [...all(org), 'rule-set', id],
      queryFn: ({ signal }) => http.getTagged('/api/v1/cpd/rule-sets/{rule_set_id}', { as: { org }, path: { rule_set_id: id }, signal }),
    }),
  designations: (org: string, event: string) =>
    queryOptions({
      queryKey: [...all(org), 'designations', event],
      queryFn: ({ signal }) => http.get('/api/v1/cpd/designations', { as: { org }, query: { offering: offeringOf(event) }, signal }),
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
  sessions: (org: string, event: string) =>
    queryOptions({
      queryKey: [...all(org), 'sessions', event],
      queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}/sessions', { as: { org }, path: { event_id: event }, signal }),
    }),
};

/** What an event or the creation sheet asked of bodies and rules is as old as this change. */
function useCommand<Input, Reply>(org: string, send: (input: Input, once: string) => Promise<Reply>) {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: (input: Input) => send(input, once.key()),
    onSuccess: once.done,
    onSettled: () =>
      Promise.all([all(org), ['credit-types', org], ['designations', org]].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

export function useSaveBody(org: string, before: Body | null) {
  return useCommand(org, (body: Schema<'NewBody'>, once) =>
    before === null
      ? http.post('/api/v1/cpd/bodies', { as: { org }, body, once })
      : http.patch('/api/v1/cpd/bodies/{body_id}', { as: { org }, path: { body_id: before.id }, body, ifMatch: `"${before.version}"` }),
  );
}

export function useCreateType(org: string) {
  return useCommand(org, (body: Schema<'NewCreditType'>, once) => http.post('/api/v1/cpd/credit-types', { as: { org }, body, once }));
}

/** A draft from nothing, or a copy of any rules that may be seen. */
export function useDraftRules(org: string) {
  return useCommand(org, ({ from, body, code }: { from: string | null; body: string; code: string }, once) =>
    from === null
      ? http.post('/api/v1/cpd/rule-sets', { as: { org }, body: { body_id: body, code, parameters: { unit_seconds: 3600, increment: 250 } }, once })
      : http.post('/api/v1/cpd/rule-sets/{rule_set_id}/copy', { as: { org }, path: { rule_set_id: from }, body: { body_id: body, code }, once }),
  );
}

export function useChangeRules(org: string, id: string) {
  return useCommand(org, ({ change, ifMatch }: { change: Schema<'RuleSetChange'>; ifMatch: string }) =>
    http.patch('/api/v1/cpd/rule-sets/{rule_set_id}', { as: { org }, path: { rule_set_id: id }, body: change, ifMatch }),
  );
}

export function useMoveRules(org: string, id: string) {
  return useCommand(org, (to: 'publish' | 'retire') =>
    http.post(`/api/v1/cpd/rule-sets/{rule_set_id}/${to}`, { as: { org }, path: { rule_set_id: id } }),
  );
}

/** Computes and keeps nothing. */
export function useTry(org: string, id: string) {
  return useMutation({
    mutationFn: (body: Schema<'TriedFacts'>) => http.post('/api/v1/cpd/rule-sets/{rule_set_id}/try', { as: { org }, path: { rule_set_id: id }, body }),
  });
}

export function useDesignate(org: string) {
  return useCommand(org, (body: Schema<'NewDesignation'>, once) => http.post('/api/v1/cpd/designations', { as: { org }, body, once }));
}

export function useChangeDesignation(org: string, { id, version }: Designation) {
  return useCommand(org, (body: Schema<'DesignationChange'>) =>
    http.patch('/api/v1/cpd/designations/{designation_id}', { as: { org }, path: { designation_id: id }, body, ifMatch: `"${version}"` }),
  );
}
