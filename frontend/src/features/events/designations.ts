/** Credit that an event gives; asked from the creation sheet and from the settings. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { useOnce } from '@/lib/http/use-once';

export type Designation = Schema<'Designation'>;
export type CreditType = Schema<'CreditType'>;
export type CertificateSettings = Schema<'CertificateSettings'>;

export const offeringOf = (event: string): string => `event-${event}`;

const all = (org: string, event: string) => ['designations', org, event] as const;

export const designations = {
  of: (org: string, event: string) =>
    queryOptions({
      queryKey: all(org, event),
      queryFn: ({ signal }) =>
        http.get('/api/v1/cpd/designations', { as: { org }, query: { offering: offeringOf(event) }, signal }),
    }),
  types: (org: string) =>
    queryOptions({
      queryKey: ['credit-types', org],
      queryFn: ({ signal }) => http.get('/api/v1/cpd/credit-types', { as: { org }, signal }),
      staleTime: 300_000,
    }),
  templates: (org: string) =>
    queryOptions({
      queryKey: ['certificate-templates', org],
      queryFn: ({ signal }) => http.get('/api/v1/certificates/templates', { as: { org }, signal }),
      staleTime: 300_000,
    }),
  certificate: (org: string, event: string) =>
    queryOptions({
      queryKey: ['certificate-settings', org, event],
      queryFn: ({ signal }) =>
        http.getTagged('/api/v1/certificates/settings/{offering}', { as: { org }, path: { offering: offeringOf(event) }, signal }),
    }),
};

export function useDesignate(org: string) {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: ({ event, creditType, maxCredits }: { event: string; creditType: string; maxCredits?: number }) =>
      http.post('/api/v1/cpd/designations', {
        as: { org },
        body: { offering: offeringOf(event), credit_type_id: creditType, max_credits: maxCredits, status: 'approved' },
        once: once.key(),
      }),
    onSuccess: once.done,
    onSettled: (_, __, { event }) => client.invalidateQueries({ queryKey: all(org, event) }),
  });
}

export function useMoveDesignation(org: string, event: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ of: { id, version }, status }: { of: Designation; status: Designation['status'] }) =>
      http.patch('/api/v1/cpd/designations/{designation_id}', { as: { org }, path: { designation_id: id }, body: { status }, ifMatch: `"${version}"` }),
    onSettled: () => client.invalidateQueries({ queryKey: all(org, event) }),
  });
}

export function useCertificateSettings(org: string, event: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, ifMatch }: { body: CertificateSettings; ifMatch: string }) =>
      http.put('/api/v1/certificates/settings/{offering}', { as: { org }, path: { offering: offeringOf(event) }, body, ifMatch }),
    onSettled: () => client.invalidateQueries({ queryKey: ['certificate-settings', org, event] }),
  });
}
