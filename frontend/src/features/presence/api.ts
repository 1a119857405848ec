import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';
import { useOnce } from '@/lib/http/use-once';

export type Person = Schema<'PersonPresence'>;
export type SessionResult = Schema<'SessionResult'>;
export type Detail = Schema<'PresenceDetail'>;
export type Adjust = Schema<'Adjust'>;
export type AdjustKind = Schema<'AdjustKind'>;
export type Event = Schema<'Event'>;
export type Session = Schema<'Session'>;
export type Policy = Schema<'AttendancePolicy'>;
export type Mark = Schema<'RollMarkKind'>;

/** What the server filters by; the other filters of the page are of everybody, see `views.ts`. */
export interface Filter {
  status?: string;
  session_id?: string;
  present?: boolean;
  q?: string;
}

/** While people come and go. */
const LIVE_MS = 15_000;
const SHOWN = 50;
const PAGE = 100;

const all = (org: string, event: string) => ['presence', org, event] as const;

export const presence = {
  all,
  list: (org: string, event: string, filter: Filter) =>
    pagesOf([...all(org, event), 'list', filter], ({ cursor, signal }) =>
      http.get('/api/v1/attendance', { as: { org }, query: { event_id: event, ...filter, limit: SHOWN, cursor }, signal }),
    ),
  /** All pages, for what only makes sense of all: the roll, filters by result, whom a name is. */
  everybody: (org: string, event: string) =>
    queryOptions({
      queryKey: [...all(org, event), 'everybody'],
      queryFn: async ({ signal }) => {
        const people: Person[] = [];
        let cursor: string | undefined;
        do {
          const page = await http.get('/api/v1/attendance', { as: { org }, query: { event_id: event, limit: PAGE, cursor }, signal });
          people.push(...page.data);
          cursor = page.next_cursor ?? undefined;
        } while (cursor !== undefined);
        return people;
      },
    }),
  // The key of the drawer of a person, which shows the same.
  one: (org: string, registration: string) =>
    queryOptions({
      queryKey: ['presence-of', org, registration],
      queryFn: ({ signal }) =>
        http.get('/api/v1/attendance/registrations/{registration_id}', { as: { org }, path: { registration_id: registration }, signal }),
    }),
  preview: (org: string, event: string, body: Adjust) =>
    queryOptions({
      queryKey: [...all(org, event), 'preview', body],
      queryFn: ({ signal }) => http.post('/api/v1/attendance/adjustments/preview', { as: { org }, body, signal }),
      retry: false,
    }),
};

/** What the event's own pages ask too: the same keys, so that coming from there nothing is loaded again. */
export const of = {
  event: (org: string, id: string) =>
    queryOptions({
      queryKey: ['events', org, id],
      queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}', { as: { org }, path: { event_id: id }, signal }),
    }),
  sessions: (org: string, id: string) =>
    queryOptions({
      queryKey: ['events', org, id, 'sessions'],
      queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}/sessions', { as: { org }, path: { event_id: id }, signal }),
    }),
  policy: (org: string, id: string) =>
    queryOptions({
      queryKey: ['events', org, id, 'policy'],
      queryFn: ({ signal }) => http.getTagged('/api/v1/events/{event_id}/policy', { as: { org }, path: { event_id: id }, signal }),
    }),
  closing: (org: string, id: string) =>
    queryOptions({
      queryKey: ['events', org, id, 'closing'],
      queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}/closing', { as: { org }, path: { event_id: id }, signal }),
    }),
};

export const everyMs = (event: Event | undefined): number | false => (event?.status === 'live' ? LIVE_MS : false);

/** A changed fact moves results, the closing funnel and lists of people. */
export function useRefresh(org: string, event: string) {
  const client = useQueryClient();
  return () =>
    Promise.all(
      [all(org, event), ['participants', org, event], ['presence-of', org], ['events', org], ['registrations', org, event]].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
}

export function useAdjust(org: string, event: string) {
  const onSettled = useRefresh(org, event);
  const once = useOnce();
  return useMutation({
    mutationFn: (body: Adjust) => http.post('/api/v1/attendance/adjustments', { as: { org }, body, once: once.key() }),
    onSuccess: once.done,
    onSettled,
  });
}

export function useUnmatch(org: string, event: string) {
  const onSettled = useRefresh(org, event);
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      http.post('/api/v1/attendance/participants/{participant_id}/unmatch', { as: { org }, path: { participant_id: id }, body: { reason } }),
    onSettled,
  });
}

/** Each press of the roll is an intent of its own, so it takes a key of its own. */
export function useCallRoll(org: string, event: string) {
  const client = useQueryClient();
  const refresh = useRefresh(org, event);
  return useMutation({
    mutationFn: (body: Schema<'Roll'>) => http.post('/api/v1/attendance/roll-call', { as: { org }, body, once: crypto.randomUUID() }),
    onSuccess: ({ people }) =>
      client.setQueryData(presence.everybody(org, event).queryKey, (before) =>
        before?.map((one) => people.find(({ registration_id: id }) => id === one.registration_id) ?? one),
      ),
    onSettled: refresh,
  });
}

export interface Upload {
  file: File;
  session_id?: string;
  time_zone: string;
  date_order?: 'day_first' | 'month_first';
}

export function usePreviewReport(org: string, event: string) {
  return useMutation({
    mutationFn: ({ file, ...of }: Upload) =>
      http.post('/api/v1/attendance/imports', {
        as: { org },
        query: { event_id: event, ...of, file_name: file.name },
        body: new Blob([file], { type: 'text/csv' }),
      }),
  });
}

export function useCommitReport(org: string, event: string) {
  const onSettled = useRefresh(org, event);
  return useMutation({
    mutationFn: (id: string) => http.post('/api/v1/attendance/imports/{import_id}/commit', { as: { org }, path: { import_id: id } }),
    onSettled,
  });
}

/** Both run in the background: the answer says how many runs were asked for. */
export function useAskAgain(org: string, event: string) {
  return useMutation({
    mutationFn: (what: 'recompute' | 'reports/pull') => http.post(`/api/v1/attendance/${what}`, { as: { org }, body: { event_id: event } }),
  });
}

export async function exportCsv(org: string, event: string, filter: Filter): Promise<string> {
  const text: unknown = await http.get('/api/v1/attendance/export.csv', { as: { org }, query: { event_id: event, ...filter }, parse: 'text' });
  return String(text);
}
