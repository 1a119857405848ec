import { useQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { tickets } from '@/features/events/tickets/api';
import { formatMoney } from '@/lib/format/money';
import { http } from '@/lib/http/client';
import { useOrganization } from '@/lib/permissions';

const MONTHS = 60;

/** What buyers paid and have not got back, in words; two currencies are never added. */
export function leftOf(months: Schema<'SalesMonth'>[]): string | null {
  const left = new Map<string, number>();
  for (const { sales, refunds } of months) left.set(sales.currency, (left.get(sales.currency) ?? 0) + sales.amount - refunds.amount);
  const open = [...left].filter(([, amount]) => amount > 0);
  return open.length === 0 ? null : open.map(([currency, amount]) => formatMoney(amount, currency)).join(', ');
}

/** Whether an event has taken money, and how much of it would go back; the sum only for those who see money. */
export function useRefundable(event: string): { sold: boolean; sums: string | null } {
  const org = useOrganization();
  const prices = useQuery(tickets.list(org.id, event));
  const summary = useQuery({
    queryKey: ['finance', org.id, 'summary', event],
    enabled: org.can('view-finance'),
    queryFn: ({ signal }) => http.get('/api/v1/payments/summary', { as: { org: org.id }, query: { event_id: event, months: MONTHS }, signal }),
  });
  const priced = prices.data?.data.some((ticket) => ticket.prices.length > 0) ?? false;
  const paid = (summary.data?.data.length ?? 0) > 0;
  return { sold: priced || paid, sums: summary.data ? leftOf(summary.data.data) : null };
}
