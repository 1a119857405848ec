import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';
import { useOnce } from '@/lib/http/use-once';

export type Member = Schema<'Member'>;
export type Invitation = Schema<'MemberInvitation'>;
export type Role = Schema<'Role'>;
export type SeatPayer = Schema<'SeatPayer'>;
export type Offer = Schema<'OwnershipOffer'>;
export type InvitationFilter = 'pending' | 'all';

/** What the roles that reach only chosen events may see. */
export interface Scopes {
  all_events: boolean;
  event_ids: string[];
}

const all = (org: string) => ['team', org] as const;

export const team = {
  all,
  members: (org: string) =>
    pagesOf([...all(org), 'members'], ({ cursor, signal }) => http.get('/api/v1/members', { as: { org }, query: { cursor }, signal })),
  invitations: (org: string, show: InvitationFilter) =>
    pagesOf([...all(org), 'invitations', show], ({ cursor, signal }) =>
      http.get('/api/v1/invitations', { as: { org }, query: { cursor, state: show === 'all' ? undefined : show }, signal }),
    ),
  /** What waits for an answer. */
  ownership: (org: string) =>
    queryOptions({ queryKey: [...all(org), 'ownership'], queryFn: ({ signal }) => http.get('/api/v1/members/ownership', { as: { org }, signal }) }),
  events: (org: string, q: string) =>
    queryOptions({
      queryKey: [...all(org), 'events', q],
      queryFn: ({ signal }) => http.get('/api/v1/events', { as: { org }, query: { q: q === '' ? undefined : q, limit: 50 }, signal }),
    }),
};

function useRefresh(org: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: all(org) });
}

export function useChangeRoles(org: string, { id, version }: Member) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: (body: { roles: Role[]; seat_payer?: SeatPayer } & Partial<Scopes>) =>
      http.patch('/api/v1/members/{membership_id}', { as: { org }, path: { membership_id: id }, body, ifMatch: `"${version}"` }),
    onSettled,
  });
}

export function useRemoveMember(org: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: (id: string) => http.delete('/api/v1/members/{membership_id}', { as: { org }, path: { membership_id: id } }),
    onSettled,
  });
}

/** One's own way out; afterwards nothing of the organization may be asked again. */
export function useLeave() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (org: string) => http.post('/api/v1/members/leave', { body: { organization_id: org } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['me'] }),
  });
}

export function useInvite(org: string) {
  const onSettled = useRefresh(org);
  const once = useOnce();
  return useMutation({
    mutationFn: (body: Schema<'NewInvitationIn'>) => http.post('/api/v1/invitations', { as: { org }, body, once: once.key() }),
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

export function useOfferOwnership(org: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: (membership: string) => http.post('/api/v1/members/ownership', { as: { org }, body: { membership_id: membership } }),
    onSettled,
  });
}

export function useWithdrawOwnership(org: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: (id: string) => http.delete('/api/v1/members/ownership/{transfer_id}', { as: { org }, path: { transfer_id: id } }),
    onSettled,
  });
}

/** Whoever takes it has other rights from then on, which the person's memberships tell. */
export function useAnswerOwnership(org: string) {
  const client = useQueryClient();
  const refresh = useRefresh(org);
  return useMutation({
    mutationFn: ({ id, answer }: { id: string; answer: Schema<'OwnershipAnswerWord'> }) =>
      http.put('/api/v1/members/ownership/{transfer_id}', { path: { transfer_id: id }, body: { answer } }),
    onSettled: () => Promise.all([refresh(), client.invalidateQueries({ queryKey: ['me'] })]),
  });
}
