import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { useOnce } from '@/lib/http/use-once';

export type Organization = Schema<'Organization'>;
export type Closing = Schema<'OrganizationClosing'>;
export type Change = Schema<'OrganizationPatch'>;

const all = (org: string) => ['organization', org] as const;

export const organizations = {
  current: (org: string) =>
    queryOptions({
      queryKey: all(org),
      queryFn: ({ signal }) => http.get('/api/v1/organizations/current', { as: { org }, signal }),
    }),
  closing: (org: string) =>
    queryOptions({
      queryKey: [...all(org), 'closing'],
      queryFn: ({ signal }) => http.get('/api/v1/organizations/current/closing', { as: { org }, signal }),
    }),
};

/** Name, logo and kind stand in the shell too, which reads them with the person. */
function useRefresh(org: string) {
  const client = useQueryClient();
  return () => Promise.all([client.invalidateQueries({ queryKey: all(org) }), client.invalidateQueries({ queryKey: ['me'] })]);
}

export function useCreateOrganization() {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: (body: Schema<'NewOrganizationIn'>) => http.post('/api/v1/organizations', { body, once: once.key() }),
    onSuccess: () => {
      once.done();
      return client.invalidateQueries({ queryKey: ['me'] });
    },
  });
}

export function useSaveOrganization(org: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: ({ change, version }: { change: Change; version: number }) =>
      http.patch('/api/v1/organizations/current', { as: { org }, body: change, ifMatch: `"${version}"` }),
    onSettled,
  });
}

export function useConvert(org: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: (name: string) => http.post('/api/v1/organizations/current/convert', { as: { org }, body: { name } }),
    onSettled,
  });
}

export function useLogo(org: string) {
  const onSettled = useRefresh(org);
  const set = useMutation({
    mutationFn: (file: File) => {
      const body = new FormData();
      body.set('image', file);
      return http.put('/api/v1/organizations/current/logo', { as: { org }, body });
    },
    onSettled,
  });
  const remove = useMutation({ mutationFn: () => http.delete('/api/v1/organizations/current/logo', { as: { org } }), onSettled });
  return { set, remove };
}

export function useClose(org: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: (name: string) => http.post('/api/v1/organizations/current/closing', { as: { org }, body: { name } }),
    onSettled,
  });
}

export function useReopen(org: string) {
  const onSettled = useRefresh(org);
  return useMutation({ mutationFn: () => http.delete('/api/v1/organizations/current/closing', { as: { org } }), onSettled });
}
