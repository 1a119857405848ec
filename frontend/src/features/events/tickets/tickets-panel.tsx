import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { tickets, useOrderTickets, useRemoveTicket, type Ticket } from './api';
import messages from './messages.en.json';
import { NeedsPayouts } from './needs-payouts';
import { TicketDialog } from './ticket-dialog';
import { TicketRow } from './ticket-row';
import type { Event } from '@/features/events/api';
import { useText } from '@/lib/i18n/use-text';
import { payoutAccount } from '@/lib/payout-account';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { SkeletonRows } from '@/ui/skeleton';

/** The order with two neighbours swapped. */
function swapped(ids: string[], at: number, by: number): string[] {
  const [one, two] = [ids[at], ids[at + by]];
  return ids.map((id, index) => (index === at ? (two ?? id) : index === at + by ? (one ?? id) : id));
}

/** O4: what can be had, for how much, from when to when and by whom. */
export function TicketsPanel({ event }: { event: Event }) {
  const t = useText(messages);
  const org = useOrganization();
  const query = useQuery(tickets.list(org.id, event.id));
  const account = useQuery({ ...payoutAccount(org.id), enabled: org.can('view-finance') });
  const order = useOrderTickets(org.id, event.id);
  const [editing, setEditing] = useState<Ticket | 'new' | null>(null);
  const [removing, setRemoving] = useState<Ticket | null>(null);
  if (query.error && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows rows={2} />;
  const rows = query.data.data;
  const ids = rows.map(({ id }) => id);
  const priced = rows.flatMap(({ prices }) => prices).at(0)?.price.currency;
  const currency = priced ?? account.data?.account?.settlement_currency ?? 'EUR';
  return (
    <>
      {priced !== undefined && account.data && <NeedsPayouts account={account.data.account ?? null} />}
      <Panel
        title={t('tickets')}
        description={t('tickets.lead')}
        actions={
          <Button size="small" onClick={() => setEditing('new')}>
            <Plus aria-hidden />
            {t('add')}
          </Button>
        }
      >
        {order.error && <ErrorState inline error={order.error} />}
        {rows.length === 0 && <p className="text-ink-muted">{t('none')}</p>}
        <ul className="-my-4 divide-y divide-line empty:hidden">
          {rows.map((ticket, at) => (
            <TicketRow
              key={ticket.id}
              ticket={ticket}
              zone={event.time_zone}
              onEdit={() => setEditing(ticket)}
              onRemove={rows.length > 1 ? () => setRemoving(ticket) : undefined}
              onUp={at > 0 ? () => order.mutate(swapped(ids, at, -1)) : undefined}
              onDown={at < rows.length - 1 ? () => order.mutate(swapped(ids, at, 1)) : undefined}
            />
          ))}
        </ul>
      </Panel>
      {editing !== null && <TicketDialog event={event} ticket={editing === 'new' ? null : editing} currency={currency} onClose={() => setEditing(null)} />}
      <Removing event={event} ticket={removing} onClose={() => setRemoving(null)} />
    </>
  );
}

function Removing({ event, ticket, onClose }: { event: Event; ticket: Ticket | null; onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const remove = useRemoveTicket(org.id, event.id);
  return (
    <Confirm
      danger
      open={ticket !== null}
      onClose={onClose}
      title={t('remove.title', { name: ticket?.name ?? '' })}
      action={t('remove')}
      onConfirm={async () => {
        if (ticket) await remove.mutateAsync(ticket);
        toast(t('removed'));
      }}
    >
      <p>{t('remove.body')}</p>
    </Confirm>
  );
}
