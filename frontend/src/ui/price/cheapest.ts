import type { Schema } from '@/api/contract';

type Ticket = Schema<'OfferedTicket'>;

/** The ticket behind an event's price. */
export function cheapest<T extends Pick<Ticket, 'buyer_pays'>>(price: Schema<'Money'> | null | undefined, tickets: T[]): T | undefined {
  return tickets.find(({ buyer_pays: pays }) => price != null && pays?.amount === price.amount);
}

/** Whether there are fees in what the buyer pays: the organizer's price is less where the buyer bears them. */
export const hasFees = (ticket: Pick<Ticket, 'price' | 'buyer_pays'> | undefined): boolean =>
  ticket?.price != null && ticket.buyer_pays != null && ticket.buyer_pays.amount > ticket.price.amount;
