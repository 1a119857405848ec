import { useMutation, useQueryClient } from '@tanstack/react-query';
import { events, tagOf, type Session, type SessionBody } from '@/features/events/api';
import { http } from '@/lib/http/client';
import { useOnce } from '@/lib/http/use-once';

function useRefresh(org: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: events.all(org) });
}

export function useSaveSession(org: string, id: string) {
  const onSettled = useRefresh(org);
  const once = useOnce();
  return useMutation({
    mutationFn: ({ session, body }: { session: Session | null; body: SessionBody }) =>
      session === null
        ? http.post('/api/v1/events/{event_id}/sessions', { as: { org }, path: { event_id: id }, body, once: once.key() })
        : http.patch('/api/v1/events/{event_id}/sessions/{session_id}', {
            as: { org },
            path: { event_id: id, session_id: session.id },
            body,
            ifMatch: tagOf(session),
          }),
    onSuccess: once.done,
    onSettled,
  });
}

export function useCallOff(org: string, id: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: (session: Session) =>
      http.patch('/api/v1/events/{event_id}/sessions/{session_id}', {
        as: { org },
        path: { event_id: id, session_id: session.id },
        body: { cancelled: !session.cancelled_at },
        ifMatch: tagOf(session),
      }),
    onSettled,
  });
}

export function useRemoveSession(org: string, id: string) {
  const onSettled = useRefresh(org);
  return useMutation({
    mutationFn: (session: Session) =>
      http.delete('/api/v1/events/{event_id}/sessions/{session_id}', {
        as: { org },
        path: { event_id: id, session_id: session.id },
        ifMatch: tagOf(session),
      }),
    onSettled,
  });
}

/** The new order stands at once and goes back when the server refuses it (UX-29). */
export function useOrderSessions(org: string, id: string) {
  const client = useQueryClient();
  const key = events.sessions(org, id).queryKey;
  return useMutation({
    mutationFn: (sessions: Session[]) =>
      http.put('/api/v1/events/{event_id}/sessions/order', { as: { org }, path: { event_id: id }, body: { ids: sessions.map((one) => one.id) } }),
    onMutate: async (data) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData(key);
      client.setQueryData(key, { data });
      return before;
    },
    onError: (_, __, before) => client.setQueryData(key, before),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}
