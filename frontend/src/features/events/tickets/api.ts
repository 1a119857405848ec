import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { events, tagOf } from '@/features/events/api';
import { http } from '@/lib/http/client';
import { useOnce } from '@/lib/http/use-once';

export type Ticket = Schema<'Ticket'>;
export type TicketPrice = Schema<'TicketPrice'>;

export const tickets = {
  list: (org: string, event: string) =>
    queryOptions({
      queryKey: [...events.all(org), event, 'tickets'],
      queryFn: ({ signal }) => http.get('/api/v1/events/{event_id}/tickets', { as: { org }, path: { event_id: event }, signal }),
    }),
};

/** Publishing, counts and warnings of the event depend on its tickets. */
function useCommand<Input, Reply>(org: string, send: (input: Input, once: string) => Promise<Reply>) {
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: (input: Input) => send(input, once.key()),
    onSuccess: once.done,
    onSettled: () => client.invalidateQueries({ queryKey: events.all(org) }),
  });
}

export const useSaveTicket = (org: string, event: string) =>
  useCommand(org, ({ ticket, body }: { ticket: Ticket | null; body: Schema<'CreateTicket'> }, once) =>
    ticket === null
      ? http.post('/api/v1/events/{event_id}/tickets', { as: { org }, path: { event_id: event }, body, once })
      : http.patch('/api/v1/events/{event_id}/tickets/{ticket_id}', { as: { org }, path: { event_id: event, ticket_id: ticket.id }, body, ifMatch: tagOf(ticket) }),
  );

export const useRemoveTicket = (org: string, event: string) =>
  useCommand(org, (ticket: Ticket) =>
    http.delete('/api/v1/events/{event_id}/tickets/{ticket_id}', { as: { org }, path: { event_id: event, ticket_id: ticket.id }, ifMatch: tagOf(ticket) }),
  );

export const useOrderTickets = (org: string, event: string) =>
  useCommand(org, (ids: string[]) => http.put('/api/v1/events/{event_id}/tickets/order', { as: { org }, path: { event_id: event }, body: { ids } }));
