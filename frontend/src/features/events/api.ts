import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';
import { useOnce } from '@/lib/http/use-once';

export type Event = Schema<'Event'>;
export type ListedEvent = Schema<'ListedEvent'>;
export type EventStatus = Schema<'EventStatus'>;
export type UpdateEvent = Schema<'UpdateEvent'>;
export type CreateEvent = Schema<'CreateEvent'>;
export type Session = Schema<'Session'>;
export type SessionBody = Schema<'SessionBody'>;
export type Policy = Schema<'AttendancePolicy'>;
export type Settings = Schema<'EventSettings'>;
export type Question = Schema<'EventQuestion'>;

/** The version that an edit is based on, as the server writes it into its ETag. */
export const tagOf = ({ version }: { version: number }): string => `"${version}"`;

export interface ListFilter {
  status?: string;
  q?: string;
  starts_after?: string;
  sort?: 'latest' | 'soonest';
}

const all = (org: string) => ['events', org] as const;

export const events = {
  all,
  list: (org: string, filter: ListFilter) =>
    pagesOf([...all(org), 'list', filter], ({ cursor, signal }) =>
      http.get('/api/v1/events', { as: { org }, query: { ...filter, cursor }, signal }),
    ),
  counts: (org: string) =>
    queryOptions({
      queryKey: [...all(org), 'counts'],
      queryFn: ({ signal }) => http.get('/api/v1/events/counts', { as: { org }, signal }),
    }),
  one: (org: string, id: string) =>
    queryOptions({
      queryKey: [...all(org), id],
      queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}', { as: { org }, path: { event_id: id }, signal }),
    }),
  history: (org: string, id: string) =>
    pagesOf([...all(org), id, 'history'], ({ cursor, signal }) =>
      http.get('/api/v1/events/{event_id}/history', { as: { org }, path: { event_id: id }, query: { cursor }, signal }),
    ),
  sessions: (org: string, id: string) =>
    queryOptions({
      queryKey: [...all(org), id, 'sessions'],
      queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}/sessions', { as: { org }, path: { event_id: id }, signal }),
    }),
  questions: (org: string, id: string) =>
    queryOptions({
      queryKey: [...all(org), id, 'questions'],
      queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}/questions', { as: { org }, path: { event_id: id }, signal }),
    }),
  policy: (org: string, id: string) =>
    queryOptions({
      queryKey: [...all(org), id, 'policy'],
      queryFn: ({ signal }) => http.getTagged('/api/v1/events/{event_id}/policy', { as: { org }, path: { event_id: id }, signal }),
    }),
  settings: (org: string, id: string) =>
    queryOptions({
      queryKey: [...all(org), id, 'settings'],
      queryFn: ({ signal }) => http.getTagged('/api/v1/events/{event_id}/settings', { as: { org }, path: { event_id: id }, signal }),
    }),
};

/** Everything that is known of this organization's events is asked again when it is next shown. */
function useRefresh(org: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: events.all(org) });
}

export type Step = 'publish' | 'unpublish' | 'start' | 'complete' | 'resume' | 'close';

export function useStep(org: string, id: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: (step: Step) => http.post(`/api/v1/events/{event_id}/${step}`, { as: { org }, path: { event_id: id } }),
    onSettled,
  });
}

export function useReopen(org: string, id: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: (reason: string) => http.post('/api/v1/events/{event_id}/reopen', { as: { org }, path: { event_id: id }, body: { reason } }),
    onSettled,
  });
}

export function useCancelEvent(org: string, id: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: (body: Schema<'CancelEvent'>) =>
      http.post('/api/v1/events/{event_id}/cancel', { as: { org }, path: { event_id: id }, body }),
    onSettled,
  });
}

export function useCreateEvent(org: string) {
  const onSettled = useRefresh(org);
  const once = useOnce();
  return useMutation({
    mutationFn: (body: CreateEvent) => http.post('/api/v1/events', { as: { org }, body, once: once.key() }),
    onSuccess: once.done,
    onSettled,
  });
}

export function useDuplicate(org: string, id: string) {
  const onSettled = useRefresh(org);
  const once = useOnce();
  return useMutation({
    mutationFn: (body: { local_start: string; title?: string }) =>
      http.post('/api/v1/events/{event_id}/duplicate', { as: { org }, path: { event_id: id }, body, once: once.key() }),
    onSuccess: once.done,
    onSettled,
  });
}

export function useDeleteEvent(org: string, event: Event) {
  const onSuccess = useRefresh(org);
  return useMutation({
    mutationFn: () => http.delete('/api/v1/events/{event_id}', { as: { org }, path: { event_id: event.id }, ifMatch: tagOf(event) }),
    onSuccess,
  });
}

/** With `preview` nothing is saved: the answer says what would change and who would be told. */
export function useEditEvent(org: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, ifMatch, preview }: { body: UpdateEvent; ifMatch: string; preview?: boolean }) =>
      http.patch('/api/v1/events/{event_id}', { as: { org }, path: { event_id: id }, query: { preview }, body, ifMatch }),
    onSuccess: (_, { preview }) => (preview ? undefined : client.invalidateQueries({ queryKey: events.all(org) })),
  });
}

export function useEventImage(org: string, event: Event) {
  const onSettled = useRefresh(org);
  const given = { as: { org }, path: { event_id: event.id }, ifMatch: tagOf(event) };
  return useMutation({
    mutationFn: async (image: { file: File; alt: string } | null) => {
      if (image === null) return http.delete('/api/v1/events/{event_id}/image', given);
      const body = new FormData();
      body.append('image', image.file);
      body.append('alt', image.alt);
      return http.put('/api/v1/events/{event_id}/image', { ...given, body });
    },
    onSettled,
  });
}
