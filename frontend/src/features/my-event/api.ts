import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';
import type { Caller } from '@/lib/http/types';
import { useOnce } from '@/lib/http/use-once';

export type Personal = Schema<'Personal'>;
export type Place = Personal['registration'];
export type JoinState = Schema<'JoinState'>;
export type PersonGates = Schema<'PersonGates'>;
export type CancelPreview = Schema<'CancelPreview'>;
export type MyRegistration = Schema<'MyRegistration'>;
type Edit = Schema<'UpdateRegistration'>;

/** Whose place: that of a personal link, or one of the signed-in person's. */
export type Holder = { seal: string } | { registration: string };

export const callerOf = (holder: Holder): Caller => ('seal' in holder ? { seal: holder.seal } : 'me');
const keyOf = (holder: Holder) => ['my-events', 'one', 'seal' in holder ? holder.seal : holder.registration] as const;
const SECONDS = 1000;

/** The only file of the feature that knows addresses and query keys. */
export const myEvents = {
  list: (when: 'upcoming' | 'past') =>
    pagesOf(['my-events', 'list', when], ({ cursor, signal }) => http.get('/api/v1/registrations/mine', { query: { when, cursor }, signal })),
  personal: (holder: Holder) =>
    queryOptions({
      queryKey: [...keyOf(holder), 'personal'],
      queryFn: ({ signal }) =>
        http.get('/api/v1/registrations/personal', {
          as: callerOf(holder),
          query: 'registration' in holder ? { registration_id: holder.registration } : {},
          signal,
        }),
    }),
  /** With its documents; by the payment's own link, or for the account that it belongs to. */
  payment: (id: string, token: string | null) =>
    queryOptions({
      queryKey: ['my-events', 'payment', id, token],
      queryFn: ({ signal }) => http.get('/api/v1/payments/{payment_id}', { as: token === null ? 'me' : { seal: token }, path: { payment_id: id }, signal }),
    }),
  /** What would go back if the place were given up now; asked anew whenever it is about to be shown. */
  cancellation: (holder: Holder, registration: string) =>
    queryOptions({
      queryKey: [...keyOf(holder), 'cancellation'],
      queryFn: ({ signal }) =>
        http.get('/api/v1/registrations/{registration_id}/cancel-preview', { as: callerOf(holder), path: { registration_id: registration }, signal }),
      gcTime: 0,
    }),
  join: (seal: string) =>
    queryOptions({
      queryKey: ['my-events', 'join', seal],
      queryFn: ({ signal }) => http.get('/api/v1/attendance/join/{seal}', { as: 'anyone', path: { seal }, signal }),
      refetchInterval: ({ state }) => (state.data?.phase === 'open' ? 15 * SECONDS : 60 * SECONDS),
    }),
  presence: (holder: Holder, registration: string) =>
    queryOptions({
      queryKey: [...keyOf(holder), 'presence'],
      queryFn: ({ signal }) =>
        http.get('/api/v1/attendance/registrations/{registration_id}', { as: callerOf(holder), path: { registration_id: registration }, signal }),
    }),
  gates: (holder: Holder, event: string) =>
    queryOptions({
      queryKey: [...keyOf(holder), 'gates'],
      queryFn: ({ signal }) =>
        http.get('/api/v1/certificates/gates/{offering}/mine', { as: callerOf(holder), path: { offering: `event-${event}` }, signal }),
      // Until the certificate lies ready, which takes a minute at most after the last condition.
      refetchInterval: ({ state }) => (state.data?.certificates.some(({ ready }) => ready) ? false : 5 * SECONDS),
    }),
};

/** The join token in the address of the join press. */
export function sealOf(joinUrl: string): string {
  return decodeURIComponent(joinUrl.slice(joinUrl.lastIndexOf('/') + 1));
}

/** A command of the holder; whatever it does, the place is asked for again. */
export function useCommand<Input, Answer>(holder: Holder, send: (input: Input, as: Caller) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => send(input, callerOf(holder)),
    onSettled: () => client.invalidateQueries({ queryKey: ['my-events'] }),
  });
}

/** Repeats what was shown to go back: if it has moved, nothing happens (RF-4). */
export function useCancel(holder: Holder, id: string) {
  return useCommand(holder, ({ reason, refund }: { reason: string; refund: Schema<'Money'> | null }, as) =>
    http.post('/api/v1/registrations/{registration_id}/cancel', {
      as,
      path: { registration_id: id },
      body: { ...(reason.trim() !== '' && { reason: reason.trim() }), ...(refund && { expected_refund: refund }) },
    }),
  );
}

export function useLeaveWaitlist(holder: Holder, id: string) {
  return useCommand(holder, (_: undefined, as) =>
    http.post('/api/v1/registrations/{registration_id}/leave-waitlist', { as, path: { registration_id: id } }),
  );
}

export function useAnswerOffer(holder: Holder, id: string) {
  return useCommand(holder, (accept: boolean, as) =>
    http.post(accept ? '/api/v1/registrations/{registration_id}/accept-offer' : '/api/v1/registrations/{registration_id}/decline-offer', {
      as,
      path: { registration_id: id },
    }),
  );
}

export function useEdit(holder: Holder, place: Place) {
  return useCommand(holder, (body: Edit, as) =>
    http.patch('/api/v1/registrations/{registration_id}', { as, path: { registration_id: place.id }, body, ifMatch: `"${place.version}"` }),
  );
}

/** "That was me": a hint for the organizer, never a match by itself. */
export function useClaim(holder: Holder, id: string) {
  const once = useOnce();
  return useMutation({
    mutationFn: ({ name, when }: { name: string; when: string }) =>
      http.post('/api/v1/attendance/claims', {
        as: callerOf(holder),
        body: { registration_id: id, display_name: name, about_when: when },
        once: once.key(),
      }),
    onSuccess: once.done,
  });
}

export function useRecover() {
  return useMutation({ mutationFn: (email: string) => http.post('/api/v1/registrations/recover', { as: 'anyone', body: { email } }) });
}

/** The address of a certificate's file is good for five minutes, so it is asked for at the press. */
export function useDownload(holder: Holder) {
  return useMutation({
    mutationFn: async (id: string) => {
      const { url } = await http.get('/api/v1/certificates/{id}/file', { as: callerOf(holder), path: { id } });
      globalThis.location.assign(url);
    },
  });
}
