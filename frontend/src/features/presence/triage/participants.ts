import { useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { presence, type Person } from '@/features/presence/api';
import { http } from '@/lib/http/client';
import { pagesOf, type PageOfRows } from '@/lib/http/pages';

export type Participant = Schema<'Participant'>;
export type Suggestion = Schema<'MatchSuggestion'>;
export type Matched = 'no' | 'yes' | 'ignored';

/** Most queues are shorter, so that the count of names left is exact. */
const PAGE = 100;

const all = (org: string, event: string) => ['participants', org, event] as const;

export const participants = {
  list: (org: string, event: string, matched: Matched, q = '') =>
    pagesOf([...all(org, event), matched, q], ({ cursor, signal }) =>
      http.get('/api/v1/attendance/participants', { as: { org }, query: { event_id: event, matched, q: q === '' ? undefined : q, limit: PAGE, cursor }, signal }),
    ),
};

/**
 * Match, ignore and their undoing. A participant leaves the queue at the press and comes back when
 * the server refuses; the rest of the queue is not asked again, since its suggestions stay true.
 */
export function useSorting(org: string, event: string) {
  const client = useQueryClient();
  const queue = { queryKey: [...all(org, event), 'no'] };
  const drop = async ({ id }: { id: string }) => {
    await client.cancelQueries(queue);
    const before = client.getQueriesData(queue);
    client.setQueriesData<InfiniteData<PageOfRows<Participant>>>(queue, (held) =>
      held && { ...held, pages: held.pages.map((page) => ({ ...page, data: page.data.filter((one) => one.id !== id) })) },
    );
    return before;
  };
  const back = (_: unknown, __: unknown, before: Awaited<ReturnType<typeof drop>> | undefined) => {
    for (const [key, held] of before ?? []) client.setQueryData(key, held);
  };
  const learn = ({ people }: { people: Person[] }) => {
    client.setQueryData(presence.everybody(org, event).queryKey, (known) => known?.map((one) => people.find(({ registration_id: id }) => id === one.registration_id) ?? one));
    const stale = [presence.all(org, event), ['presence-of', org], ['registrations', org, event], [...all(org, event), 'yes'], [...all(org, event), 'ignored']];
    for (const queryKey of stale) void client.invalidateQueries({ queryKey, refetchType: 'none' });
    return client.invalidateQueries({ queryKey: ['events', org] });
  };
  const relearn = (touched: { people: Person[] }) => Promise.all([learn(touched), client.invalidateQueries({ queryKey: all(org, event) })]);
  return {
    match: useMutation({
      mutationFn: ({ id, registration }: { id: string; registration: string }) =>
        http.post('/api/v1/attendance/participants/{participant_id}/match', { as: { org }, path: { participant_id: id }, body: { registration_id: registration } }),
      onMutate: drop,
      onError: back,
      onSuccess: learn,
    }),
    ignore: useMutation({
      mutationFn: ({ id }: { id: string }) => http.post('/api/v1/attendance/participants/{participant_id}/ignore', { as: { org }, path: { participant_id: id } }),
      onMutate: drop,
      onError: back,
      onSuccess: learn,
    }),
    unmatch: useMutation({
      mutationFn: ({ id, reason }: { id: string; reason: string }) =>
        http.post('/api/v1/attendance/participants/{participant_id}/unmatch', { as: { org }, path: { participant_id: id }, body: { reason } }),
      onSuccess: relearn,
    }),
    restore: useMutation({
      mutationFn: ({ id }: { id: string }) => http.post('/api/v1/attendance/participants/{participant_id}/restore', { as: { org }, path: { participant_id: id } }),
      onSuccess: relearn,
    }),
  };
}
