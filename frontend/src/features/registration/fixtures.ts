import type { Booking, EventDetails, Quote, Ticket } from './api';

/** An event that one can register for; tests and states change what they are about. */
export function event(change: Partial<EventDetails> = {}): EventDetails {
  return {
    id: 'e1', sequence: 0, slug: 'renal-2027', title: 'Renal pathology', type: 'webinar', format: 'online', status: 'published', visibility: 'public', noindex: false,
    time_zone: 'Europe/Zurich', starts_at: '2027-03-03T14:00:00Z', ends_at: '2027-03-03T16:00:00Z', starts_local: '2027-03-03T15:00:00+01:00',
    ends_local: '2027-03-03T17:00:00+01:00', languages: [], organizer: { name: 'APS', verified: false }, availability: 'open', free: true, price: null, price_varies: false,
    credits: [], objectives: [], sessions: [], speakers: [], calendar_url: '/c.ics', schema_url: '/s.json', registration: open(), ...change,
  };
}

export function open(change: Partial<EventDetails['registration']> = {}): EventDetails['registration'] {
  return {
    open: true, closes_at: '2027-03-03T14:00:00Z', guests_allowed: true, approval_required: false, party_max: 10, waitlist: true, ticket_types: [aTicket()], questions: [], cancel_until_minutes: 0, ...change,
  };
}

export function aTicket(change: Partial<Ticket> = {}): Ticket {
  return { id: 't1', name: 'Seat', description: null, mode: 'any', availability: 'open', min_per_booking: 1, max_per_booking: null, ...change };
}

export const usd = (amount: number) => ({ amount, currency: 'USD' });

/** An event with one ticket at the golden values of PA-9. */
export const priced = (change: Partial<EventDetails> = {}): EventDetails =>
  event({ free: false, price: usd(2351), registration: open({ ticket_types: [aTicket({ buyer_pays: usd(2351), price: usd(1999) })] }), ...change });

const terms: Quote['refund_terms'] = {
  rungs: [{ min_hours_before: 168, percent_bp: 10_000, keep_minor: 0 }, { min_hours_before: 24, percent_bp: 5_000, keep_minor: 0 }],
  fees_refundable: false,
  self_cancel: true,
};

export function aQuote(pieces = 1, discount = 0): Quote {
  const [list, off] = [1999 * pieces, discount * pieces];
  const net = list - off;
  const fees = { service_fee: discount > 0 ? 229 * pieces : 253 * pieces, processing_fee: discount > 0 ? 78 * pieces : 99 * pieces };
  const total = net + fees.service_fee + fees.processing_fee;
  const amounts = { list, discount: off, net, ...fees, tax: 0, total, application_fee: fees.service_fee + fees.processing_fee, tax_withheld: 0, organizer: net };
  const line = { list: 1999, discount, net: 1999 - discount, service_fee: 0, processing_fee: 0, tax: 0, total: 1999 - discount, application_fee: 0, tax_withheld: 0, organizer: 0 };
  return {
    currency: 'USD', total: usd(total), amounts, fee_payer: 'buyer', tax: { amount: 0, estimated: false }, refund_terms: terms,
    lines: Array.from({ length: pieces }, () => ({ ticket_type_id: 't1', name: 'Seat', amounts: line })),
    promo_code: discount > 0 ? { code: 'SPRING', discount: usd(off), needs_verified_address: false } : null,
  };
}

function bookedOf({ id, slug, title, time_zone, starts_at, ends_at, starts_local, ends_local }: EventDetails): Booking['event'] {
  return { id, slug, title, time_zone, starts_at, ends_at, starts_local, ends_local };
}

export function booking(change: Partial<Booking['registrations'][number]> = {}, payment: Booking['payment'] = null): Booking {
  return {
    id: 'b1',
    event: bookedOf(event()),
    payment,
    registrations: [
      { id: 'r1', status: 'confirmed', waitlist_position: null, next: 'none', email: 'ana@example.org', full_name: 'Ana Kos', manage_url: '/r/k.1.m', token: 'k.1.m', calendar_url: '/cal.ics', ...change },
    ],
  };
}

/** What is owed for a held seat. */
export function due(quote: Quote = aQuote()): NonNullable<Booking['payment']> {
  return { id: 'p1', token: 'p.1.m', currency: quote.currency, total: quote.total, amounts: quote.amounts };
}
