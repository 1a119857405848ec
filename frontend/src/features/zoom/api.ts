import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { keepBegun } from './begun';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';

export type Connection = Schema<'ZoomConnection'>;

const all = (org: string) => ['zoom', org] as const;

export const zoom = {
  connections: (org: string) =>
    queryOptions({
      queryKey: all(org),
      queryFn: ({ signal }) => http.get('/api/v1/integrations/zoom', { as: { org }, signal }),
    }),
};

/** Answers with the address at Zoom where the person allows the connection. */
export function useConnect(org: string) {
  return useMutation({
    mutationFn: (returnTo: string) => http.post('/api/v1/integrations/zoom/connect', { as: { org }, body: { return_to: returnTo } }),
    onSuccess: () => keepBegun(org),
  });
}

/** Zoom sends the browser back with a code that is worth something once only. */
export function useFinish(org: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<'Callback'>) => http.post('/api/v1/integrations/zoom/callback', { as: { org }, body }),
    onSettled: () => client.invalidateQueries({ queryKey: all(org) }),
  });
}

export function useDisconnect(org: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: Connection) =>
      http.delete('/api/v1/integrations/zoom/{connection_id}', {
        as: { org }, path: { connection_id: id }, query: { confirm: true }, ifMatch: `"${version}"`,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: all(org) }),
  });
}
