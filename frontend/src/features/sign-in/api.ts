import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { paths, safeNext } from '@/lib/paths';
import { session } from '@/lib/session/store';

export type LoginAnswer = Schema<'LoginAnswer'>;
export type SeenInvitation = Schema<'InvitationSeen'>;

export const TERMS = '2026-11';

/** Takes over a fresh login and goes where the person was going. */
export function useEntered() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (login: LoginAnswer, next: string | null | undefined, otherwise: string = paths.me()) => {
    session.signedIn(login);
    await client.invalidateQueries();
    await navigate(safeNext(next ?? null) ?? otherwise, { replace: true });
  };
}

export const signIn = {
  password: (body: { email: string; password: string; remember: boolean }) => http.post('/api/v1/auth/sign-in', { as: 'anyone', body }),
  link: (email: string, next: string | null) =>
    http.post('/api/v1/auth/sign-in-link', { as: 'anyone', body: { email, return_to: safeNext(next) ?? undefined } }),
  completeLink: (token: string) => http.post('/api/v1/auth/sign-in-link/complete', { as: 'anyone', body: { token, remember: true } }),
  completeSignUp: (token: string, password: string) =>
    http.post('/api/v1/auth/sign-up/complete', { as: 'anyone', body: { token, remember: true, terms_version: TERMS, ...(password !== '' && { password }) } }),
  reset: (email: string) => http.post('/api/v1/auth/password-reset', { as: 'anyone', body: { email } }),
  completeReset: (token: string, password: string) => http.post('/api/v1/auth/password-reset/complete', { as: 'anyone', body: { token, password } }),
  verifyAddress: (token: string) => http.post('/api/v1/accounts/me/addresses/verify', { body: { token } }),
};

interface NewAccount {
  email: string;
  full_name: string;
  intent: 'learner' | 'organizer';
  locale: string;
  time_zone: string;
  invitation?: string;
  next?: string;
}

export const signUp = (body: NewAccount) => http.post('/api/v1/auth/sign-up', { as: 'anyone', body: { ...body, terms_version: TERMS } });

export function useInvitation(token: string) {
  return useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => http.post('/api/v1/invitations/look', { as: 'anyone', body: { token }, signal }),
    enabled: token !== '',
  });
}

export function useAnswerInvitation(token: string) {
  const client = useQueryClient();
  const accept = useMutation({
    mutationFn: () => http.post('/api/v1/invitations/accept', { body: { token } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['me'] }),
  });
  const decline = useMutation({ mutationFn: () => http.post('/api/v1/invitations/decline', { as: 'anyone', body: { token } }) });
  return { accept, decline };
}

export function useFinishWelcome() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => http.post('/api/v1/accounts/me/onboarding-completed'),
    onSettled: () => client.invalidateQueries({ queryKey: ['me'] }),
  });
}

export function useLinkMine() {
  return useQuery({
    queryKey: ['my-events', 'linked'],
    queryFn: ({ signal }) => http.post('/api/v1/registrations/link-mine', { signal }),
    staleTime: Infinity,
  });
}

export const reauthentication = {
  sendCode: () => http.post('/api/v1/logins/reauthentication/code'),
  password: (password: string) => http.post('/api/v1/logins/reauthentication', { body: { method: 'password', password } }),
  code: (code: string) => http.post('/api/v1/logins/reauthentication', { body: { method: 'code', code } }),
};
