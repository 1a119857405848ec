import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';
import { useOnce } from '@/lib/http/use-once';

export type Member = Schema<'Member'>;
export type Invitation = Schema<'Invitation'>;

const all = (org: string) => ['team', org] as const;

export const team = {
  all,
  members: (org: string) =>
    pagesOf([...all(org), 'members'], ({ cursor, signal }) => http.get('/api/v1/members', { as: { org }, query: { cursor }, signal })),
  invitations: (org: string) =>
    pagesOf([...all(org), 'invitations'], ({ cursor, signal }) => http.get('/api/v1/invitations', { as: { org }, query: { cursor }, signal })),
};

function useRefresh(org: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: all(org) });
}

export function useChangeRoles(org: string, { id, version }: Member) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: (roles: string[]) =>
      http.patch('/api/v1/members/{membership_id}', { as: { org }, path: { membership_id: id }, body: { roles }, ifMatch: `"${version}"` }),
    onSettled,
  });
}

export function useRemoveMember(org: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: ({ id, version }: Member) =>
      http.delete('/api/v1/members/{membership_id}', { as: { org }, path: { membership_id: id }, ifMatch: `"${version}"` }),
    onSettled,
  });
}

export function useInvite(org: string) {
  const onSettled = useRefresh(org);
  const once = useOnce();
  return useMutation({
    mutationFn: (body: { email: string; roles: string[]; message?: string }) =>
      http.post('/api/v1/invitations', { as: { org }, body, once: once.key() }),
    onSuccess: once.done,
    onSettled,
  });
}

export function useResend(org: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: (id: string) => http.post('/api/v1/invitations/{invitation_id}/resend', { as: { org }, path: { invitation_id: id } }),
    onSettled,
  });
}

export function useRevoke(org: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: (id: string) => http.delete('/api/v1/invitations/{invitation_id}', { as: { org }, path: { invitation_id: id } }),
    onSettled,
  });
}
