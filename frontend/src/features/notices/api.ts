import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { pagesOf } from '@/lib/http/pages';

export type Notice = Schema<'Paged_Notification'>['data'][number];

/** The only file of the feature that knows addresses and query keys. */
export const notices = {
  list: (unread: boolean) =>
    pagesOf(['notices', unread], ({ cursor, signal }) => http.get('/api/v1/notifications', { query: { cursor, unread: unread || undefined }, signal })),
  subscription: (seal: string) =>
    queryOptions({
      queryKey: ['subscription', seal],
      queryFn: ({ signal }) => http.get('/api/v1/notifications/subscriptions/{seal}', { as: 'anyone', path: { seal }, signal }),
    }),
};

function useCommand<Input>(send: (input: Input) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['notices'] }), client.invalidateQueries({ queryKey: ['me'] })]),
  });
}

export function useNotices() {
  return {
    read: useCommand((id: string) => http.post('/api/v1/notifications/{notification_id}/read', { path: { notification_id: id } })),
    readAll: useCommand<undefined>(() => http.post('/api/v1/notifications/read-all')),
    remove: useCommand((id: string) => http.delete('/api/v1/notifications/{notification_id}', { path: { notification_id: id } })),
  };
}

export function useSubscription(seal: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (stop: boolean) =>
      stop
        ? http.post('/api/v1/notifications/subscriptions/{seal}', { as: 'anyone', path: { seal } })
        : http.post('/api/v1/notifications/subscriptions/{seal}/undo', { as: 'anyone', path: { seal } }),
    onSuccess: (state) => client.setQueryData(notices.subscription(seal).queryKey, state),
  });
}
