import { useQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import type { Event } from '@/features/events/api';
import { tickets } from '@/features/events/tickets/api';
import { formatMoney } from '@/lib/format/money';
import { http } from '@/lib/http/client';
import { useOrganization } from '@/lib/permissions';

type Listed = Schema<'ListedPayment'>;
type Money = Schema<'Money'>;

/** So many payments are read one by one; of more only the most that can go back is known. */
const READ_ALONE = 40;
const PAGES = 10;

interface Sums {
  sums: string;
  exact: boolean;
}

/** What the refunds of a cancelled event take up: paid, not with a bank, and something is left (RF-9). */
const goesBack = ({ status, disputed, total, refunded }: Listed): boolean => status === 'paid' && disputed.amount === 0 && total.amount > refunded.amount;

/** Of a place that was given up nothing more goes back: its fees, or its price, were kept by the promise. */
function leftOf({ items, currency }: Schema<'Payment'>): Money {
  const open = items.filter(({ closed }) => !closed);
  return { amount: open.reduce((sum, { amounts, refunded }) => sum + Math.max(0, amounts.total - refunded), 0), currency };
}

/** Two currencies are never added. */
function inWords(amounts: Money[]): string | null {
  const left = new Map<string, number>();
  for (const { amount, currency } of amounts) left.set(currency, (left.get(currency) ?? 0) + amount);
  const open = [...left].filter(([, amount]) => amount > 0);
  return open.length === 0 ? null : open.map(([currency, amount]) => formatMoney(amount, currency)).join(', ');
}

async function paidOf(org: string, event: string, signal: AbortSignal): Promise<Listed[] | null> {
  const rows: Listed[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const { data, next_cursor: next } = await http.get('/api/v1/payments', { as: { org }, query: { event_id: event, status: 'paid', limit: 100, cursor }, signal });
    rows.push(...data);
    if (next == null) return rows;
    cursor = next;
  }
  return null;
}

async function sumsOf(org: string, { id, counts }: Event, signal: AbortSignal): Promise<Sums | null> {
  const listed = (await paidOf(org, id, signal))?.filter(goesBack) ?? [];
  const most = inWords(listed.map(({ total, refunded }) => ({ amount: total.amount - refunded.amount, currency: total.currency })));
  if (most === null) return null;
  // Rows do not say which places were given up: where some were, each payment says it.
  if (counts.cancelled === 0) return { sums: most, exact: true };
  if (listed.length > READ_ALONE) return { sums: most, exact: false };
  const read = (payment: string) => http.get('/api/v1/payments/{payment_id}', { as: { org }, path: { payment_id: payment }, signal });
  const sums = inWords((await Promise.all(listed.map((row) => read(row.id)))).map(leftOf));
  return sums === null ? null : { sums, exact: true };
}

/** Whether an event has taken money, and how much of it would go back; the sum only for those who see money. */
export function useRefundable(event: Event): { sold: boolean; back: Sums | null } {
  const org = useOrganization();
  const prices = useQuery(tickets.list(org.id, event.id));
  const back = useQuery({
    queryKey: ['finance', org.id, 'goes-back', event.id, event.counts.cancelled],
    enabled: org.can('view-finance'),
    queryFn: ({ signal }) => sumsOf(org.id, event, signal),
  });
  const priced = prices.data?.data.some((ticket) => ticket.prices.length > 0) ?? false;
  return { sold: priced || back.data != null, back: back.data ?? null };
}
