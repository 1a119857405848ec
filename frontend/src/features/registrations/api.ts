import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';
import { useOnce } from '@/lib/http/use-once';

export type Listed = Schema<'ListedRegistration'>;
export type Registration = Schema<'Registration'>;
export type BulkReport = Schema<'BulkReport'>;
export type PresenceDetail = Schema<'PresenceDetail'>;

/** How a place that costs something is settled without a card (PA-24). */
export type Settlement = Schema<'RegistrationSettlement'>;

export interface Filter {
  status?: string;
  presence?: string;
  q?: string;
  sort?: 'newest' | 'name';
}

const all = (org: string, event: string) => ['registrations', org, event] as const;

export const registrations = {
  all,
  list: (org: string, event: string, filter: Filter) =>
    pagesOf([...all(org, event), 'list', filter], ({ cursor, signal }) =>
      http.get('/api/v1/registrations', { as: { org }, query: { event_id: event, ...filter, cursor }, signal }),
    ),
  counts: (org: string, event: string) =>
    queryOptions({
      queryKey: [...all(org, event), 'counts'],
      queryFn: ({ signal }) => http.get('/api/v1/registrations/counts', { as: { org }, query: { event_id: event }, signal }),
    }),
  waitlist: (org: string, event: string) =>
    pagesOf([...all(org, event), 'waitlist'], ({ cursor, signal }) =>
      http.get('/api/v1/registrations/waitlist', { as: { org }, query: { event_id: event, cursor }, signal }),
    ),
  /** Both under the keys of the event's own pages, which show the same. */
  tickets: (org: string, event: string) =>
    queryOptions({
      queryKey: ['events', org, event, 'tickets'],
      queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}/tickets', { as: { org }, path: { event_id: event }, signal }),
    }),
  questions: (org: string, event: string) =>
    queryOptions({
      queryKey: ['events', org, event, 'questions'],
      queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}/questions', { as: { org }, path: { event_id: event }, signal }),
    }),
  one: (org: string, event: string, id: string) =>
    queryOptions({
      queryKey: [...all(org, event), id],
      queryFn: ({ signal }) => http.get('/api/v1/registrations/{registration_id}', { as: { org }, path: { registration_id: id }, signal }),
    }),
};

/** What other functions know of a person: each is a panel of the drawer that may fail alone. */
export const person = {
  presence: (org: string, registration: string) =>
    queryOptions({
      queryKey: ['presence-of', org, registration],
      queryFn: ({ signal }) =>
        http.get('/api/v1/attendance/registrations/{registration_id}', { as: { org }, path: { registration_id: registration }, signal }),
    }),
  messages: (org: string, registration: string) =>
    queryOptions({
      queryKey: ['messages-of', org, registration],
      queryFn: ({ signal }) => http.get('/api/v1/messages', { as: { org }, query: { registration_id: registration }, signal }),
    }),
};

/** Seats move events' figures too, so both are asked again. */
export function useRefresh(org: string, event: string) {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: all(org, event) }),
      client.invalidateQueries({ queryKey: ['events', org] }),
    ]);
}

export function useCancel(org: string, event: string) {
  const onSettled = useRefresh(org, event);
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      http.post('/api/v1/registrations/{registration_id}/cancel', { as: { org }, path: { registration_id: id }, body: reason === '' ? {} : { reason } }),
    onSettled,
  });
}

export function useRename(org: string, event: string) {
  const onSettled = useRefresh(org, event);
  return useMutation({
    mutationFn: ({ id, version, ...body }: { id: string; version: number; full_name: string; professional_title: string | null; organization_name: string | null }) =>
      http.patch('/api/v1/registrations/{registration_id}', { as: { org }, path: { registration_id: id }, body, ifMatch: `"${version}"` }),
    onSettled,
  });
}

export function useResend(org: string) {
  return useMutation({
    mutationFn: (id: string) => http.post('/api/v1/registrations/{registration_id}/resend', { as: { org }, path: { registration_id: id } }),
  });
}

export function useOffer(org: string, event: string) {
  const onSettled = useRefresh(org, event);
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      http.post('/api/v1/registrations/{registration_id}/offer', { as: { org }, path: { registration_id: id }, body: { reason } }),
    onSettled,
  });
}

export function useAdd(org: string, event: string) {
  const onSettled = useRefresh(org, event);
  const once = useOnce();
  return useMutation({
    mutationFn: ({ row, over, payment }: { row: Schema<'AddedPerson'>; over: 'refuse' | 'waitlist'; payment: Settlement | null }) =>
      http.post('/api/v1/registrations/bulk', {
        as: { org },
        body: { event_id: event, rows: [row], over_capacity: over, ...(payment && { payment }) },
        once: once.key(),
      }),
    onSuccess: once.done,
    onSettled,
  });
}

/** First with `dryRun` for the preview, then the same file for real. */
export function useImport(org: string, event: string) {
  const refresh = useRefresh(org, event);
  return useMutation({
    mutationFn: ({ file, dryRun, over, notify, payment }: { file: File; dryRun: boolean; over: 'refuse' | 'waitlist'; notify: boolean; payment: Settlement | null }) => {
      const body = new FormData();
      body.append('event_id', event);
      body.append('dry_run', String(dryRun));
      body.append('over_capacity', over);
      body.append('notify', String(notify));
      if (payment !== null) body.append('payment', payment.how);
      if (payment?.how === 'waived') body.append('reason', payment.reason);
      if (payment?.how === 'invoice') body.append('due_days', String(payment.due_days ?? ''));
      // Last, so that what it means is known before it is read.
      body.append('file', file);
      return http.post('/api/v1/registrations/import', { as: { org }, body });
    },
    onSuccess: (_, { dryRun }) => (dryRun ? undefined : refresh()),
  });
}

export function exportCsv(org: string, event: string, { status, q }: Filter): Promise<string> {
  return http.get('/api/v1/registrations/export.csv', { as: { org }, query: { event_id: event, status, q }, parse: 'text' });
}

export function useResendMessage(org: string, registration: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => http.post('/api/v1/messages/{message_id}/resend', { as: { org }, path: { message_id: id } }),
    onSettled: () => client.invalidateQueries({ queryKey: person.messages(org, registration).queryKey }),
  });
}
