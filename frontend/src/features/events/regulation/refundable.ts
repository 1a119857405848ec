import { useQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { tickets } from '@/features/events/tickets/api';
import { formatMoney } from '@/lib/format/money';
import { http } from '@/lib/http/client';
import { useOrganization } from '@/lib/permissions';

/** Two currencies are never added. */
function inWords(sums: Schema<'Money'>[]): string | null {
  return sums.length === 0 ? null : sums.map(({ amount, currency }) => formatMoney(amount, currency)).join(', ');
}

/** Whether an event has taken money, and how much of it would go back; the sum only for those who see money. */
export function useRefundable(event: string): { sold: boolean; sums: string | null } {
  const org = useOrganization();
  const prices = useQuery(tickets.list(org.id, event));
  const summary = useQuery({
    queryKey: ['finance', org.id, 'summary', event],
    enabled: org.can('view-finance'),
    queryFn: ({ signal }) => http.get('/api/v1/payments/summary', { as: { org: org.id }, query: { event_id: event }, signal }),
  });
  const priced = prices.data?.data.some((ticket) => ticket.prices.length > 0) ?? false;
  const sums = inWords(summary.data?.refundable ?? []);
  return { sold: priced || sums !== null, sums };
}
