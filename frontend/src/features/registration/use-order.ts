import { useQuery } from '@tanstack/react-query';
import { useWatch, type Control } from 'react-hook-form';
import { registration, type EventDetails, type Piece, type Quote } from './api';
import { ticketOf, type Wish } from './schema';
import { isProblem } from '@/lib/http/problem';

export interface Order {
  /** Tickets that cost something, by type. */
  pieces: Piece[];
  quote: Quote | undefined;
  /** The code does not work for what is chosen now. */
  refused: Error | null;
  error: Error | null;
  /** Somebody chose a ticket for which one has to wait. */
  waits: boolean;
}

/** What was chosen so far, and what the server says that it comes to. */
export function useOrder(event: EventDetails, control: Control<Wish>): Order {
  const [attendees, code] = useWatch({ control, name: ['attendees', 'promo_code'] });
  const chosen = attendees.map(({ ticket_type_id: id }) => ticketOf(event, id)).filter((ticket) => ticket !== undefined);
  const waits = event.availability === 'waitlist' || chosen.some(({ availability }) => availability === 'waitlist');
  const priced = waits ? [] : chosen.filter(({ buyer_pays: pays }) => pays != null);
  const ids = [...new Set(priced.map(({ id }) => id))].sort();
  const pieces = ids.map((id) => ({ ticket_type_id: id, quantity: priced.filter((ticket) => ticket.id === id).length }));
  const withCode = useQuery(registration.quote(pieces, code));
  const refused = isProblem(withCode.error) && withCode.error.code.startsWith('promo-code') ? withCode.error : null;
  const plain = useQuery({ ...registration.quote(pieces, ''), enabled: pieces.length > 0 && refused !== null });
  const { data, error } = refused === null ? withCode : plain;
  return { pieces, quote: pieces.length > 0 && error === null ? data : undefined, refused, error: pieces.length > 0 ? error : null, waits };
}
