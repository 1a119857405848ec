import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';

export type Login = Schema<'SignedInDevice'>;
type MePatch = Schema<'MePatch'>;

/** The only file of the feature that knows addresses and query keys. */
export const account = {
  logins: queryOptions({ queryKey: ['account', 'logins'], queryFn: ({ signal }) => http.get('/api/v1/logins', { signal }) }),
  activity: pagesOf(['account', 'activity'], ({ cursor, signal }) => http.get('/api/v1/accounts/me/activity', { query: { cursor, limit: 10 }, signal })),
  invitations: queryOptions({
    queryKey: ['account', 'invitations'],
    queryFn: ({ signal }) => http.get('/api/v1/invitations/mine', { signal }),
  }),
};

function useCommand<Input, Reply = unknown>(send: (input: Input) => Promise<Reply>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['me'] }), client.invalidateQueries({ queryKey: ['account'] })]),
  });
}

export function useSaveProfile(version: number) {
  return useCommand((body: MePatch) => http.patch('/api/v1/accounts/me', { body, ifMatch: `"${version}"` }));
}

export function usePhoto() {
  return {
    set: useCommand((file: File) => {
      const body = new FormData();
      body.set('image', file);
      return http.put('/api/v1/accounts/me/photo', { body });
    }),
    remove: useCommand<undefined>(() => http.delete('/api/v1/accounts/me/photo')),
  };
}

export function useAddresses() {
  return {
    add: useCommand((email: string) => http.post('/api/v1/accounts/me/addresses', { body: { email } })),
    makePrimary: useCommand((id: string) => http.put('/api/v1/accounts/me/addresses/{address_id}/primary', { path: { address_id: id } })),
    remove: useCommand((id: string) => http.delete('/api/v1/accounts/me/addresses/{address_id}', { path: { address_id: id } })),
  };
}

export function useEndLogin() {
  return useCommand((id: string) => http.delete('/api/v1/logins/{login_id}', { path: { login_id: id } }));
}

export function useSignOutElsewhere() {
  return useCommand<undefined>(() => http.post('/api/v1/logins/sign-out-everywhere', { body: { keep_current: true } }));
}

/** The way to a first or another password is the mailed link, so that the mailbox is proven. */
export function useMailPasswordLink() {
  return useMutation({ mutationFn: (email: string) => http.post('/api/v1/auth/password-reset', { as: 'anyone', body: { email } }) });
}

export function useAcceptInvitation() {
  return useCommand((id: string) => http.post('/api/v1/invitations/accept', { body: { invitation_id: id } }));
}

export function useLeave() {
  return useCommand((organization: string) => http.post('/api/v1/members/leave', { body: { organization_id: organization } }));
}
