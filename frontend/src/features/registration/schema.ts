import * as z from 'zod/mini';
import type { EventDetails, Question, Ticket } from './api';
import type messages from './messages.en.json';
import { NO_COUNTRY } from '@/lib/format/countries';
import type { Text } from '@/lib/i18n/use-text';

type Words = Text<keyof typeof messages>;

interface Setup {
  event: EventDetails;
  /** Somebody is signed in: name and address of the first person are known. */
  known: boolean;
}

/** Named as in the API, so that its refusals land on their fields. */
export interface Attendee {
  ticket_type_id: string;
  full_name: string;
  email: string;
  mode: string;
  name_shown: string;
  answers: Record<string, string | boolean>;
}

export interface Wish {
  attendees: Attendee[];
  /** Checked by the server before it gets here; empty for none. */
  promo_code: string;
  invoice: { company: string; tax_id: string; country: string };
}

export function schemaOf({ event, known }: Setup, t: Words): z.ZodMiniType<Wish, Wish> {
  const { questions } = event.registration;
  const attendee = z.object({
    ticket_type_id: z.string().check(z.refine((id) => id !== '', t('ticket.missing'))),
    full_name: z.string(),
    email: z.string(),
    mode: z.string(),
    name_shown: z.string(),
    answers: z.object(Object.fromEntries(questions.map((question) => [question.id, answerOf(question, t)]))),
  });
  const party = z.array(attendee).check(({ value, issues }) => {
    for (const [n, person] of value.entries()) {
      for (const [field, message] of missingOf(person, { event, known: known && n === 0 }, t)) {
        issues.push({ code: 'custom', path: [n, field], message, input: person[field], continue: true });
      }
    }
  });
  return z.object({
    attendees: party,
    promo_code: z.string(),
    invoice: z.object({ company: z.string(), tax_id: z.string(), country: z.string() }),
  });
}

function missingOf(person: Attendee, { event, known }: Setup, t: Words) {
  const missing: ['full_name' | 'email' | 'mode', string][] = [];
  if (!known && person.full_name.trim() === '') missing.push(['full_name', t('name.missing')]);
  if (!known && !/^\S+@\S+\.\S+$/.test(person.email.trim())) missing.push(['email', t('email.wrong')]);
  if (asksMode(event, person.ticket_type_id) && person.mode === '') missing.push(['mode', t('mode.missing')]);
  return missing;
}

function answerOf({ kind, required, max }: Question, t: Words) {
  if (kind === 'checkbox') return z.boolean().check(z.refine((ticked) => ticked || !required, t('answer.tick')));
  return z.string().check(
    z.refine((text) => text.trim() !== '' || !required, t('answer.missing')),
    z.refine((text) => max == null || text.length <= max, t('answer.long', { n: max ?? 0 })),
  );
}

export const ticketOf = (event: EventDetails, id: string): Ticket | undefined => event.registration.ticket_types.find((ticket) => ticket.id === id);

/** Only a ticket for both ways leaves the choice to the person. */
export function asksMode(event: EventDetails, ticket: string): boolean {
  return event.format === 'hybrid' && (ticketOf(event, ticket)?.mode ?? 'any') === 'any';
}

export function emptyAttendee(questions: Question[], ticket: string): Attendee {
  const answers = Object.fromEntries(questions.map(({ id, kind }) => [id, kind === 'checkbox' ? false : '']));
  return { ticket_type_id: ticket, full_name: '', email: '', mode: '', name_shown: 'full', answers };
}

export function emptyWish({ registration: { questions, ticket_types: tickets } }: EventDetails): Wish {
  const [only, second] = tickets;
  // Without a choice nothing is asked; what an event without tickets offers is for the server to say.
  const ticket = second === undefined ? (only?.id ?? NO_TICKET) : '';
  return { attendees: [emptyAttendee(questions, ticket)], promo_code: '', invoice: { company: '', tax_id: '', country: NO_COUNTRY } };
}

export const NO_TICKET = 'none';
