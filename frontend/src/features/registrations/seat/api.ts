import { queryOptions, useMutation } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { useRefresh } from '@/features/registrations/api';
import { http } from '@/lib/http/client';

/** The sessions of the event, under the key of its own pages. */
export const sessionsOf = (org: string, event: string) =>
  queryOptions({
    queryKey: ['events', org, event, 'sessions'],
    queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}/sessions', { as: { org }, path: { event_id: event }, signal }),
  });

export const eventOf = (org: string, event: string) =>
  queryOptions({
    queryKey: ['events', org, event],
    queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}', { as: { org }, path: { event_id: event }, signal }),
  });

/** A seat without a name gets its person (RG-19). */
export function useName(org: string, event: string) {
  const onSettled = useRefresh(org, event);
  return useMutation({
    mutationFn: ({ id, person }: { id: string; person: Schema<'NewPerson'> }) =>
      http.post('/api/v1/registrations/{registration_id}/name', { as: { org }, path: { registration_id: id }, body: person }),
    onSettled,
  });
}

/** The place goes to somebody else (RG-18). */
export function useTransfer(org: string, event: string) {
  const onSettled = useRefresh(org, event);
  return useMutation({
    mutationFn: ({ id, person }: { id: string; person: Schema<'NewPerson'> }) =>
      http.post('/api/v1/registrations/{registration_id}/transfer', { as: { org }, path: { registration_id: id }, body: person }),
    onSettled,
  });
}

export function useSwitch(org: string, event: string) {
  const onSettled = useRefresh(org, event);
  return useMutation({
    mutationFn: ({ id, version, ...body }: { id: string; version: number } & Pick<Schema<'UpdateRegistration'>, 'mode' | 'ticket_type_id' | 'session_ids'>) =>
      http.patch('/api/v1/registrations/{registration_id}', { as: { org }, path: { registration_id: id }, body, ifMatch: `"${version}"` }),
    onSettled,
  });
}
