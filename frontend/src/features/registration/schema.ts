import * as z from 'zod/mini';
import type { EventDetails, Question, Ticket } from './api';
import type messages from './messages.en.json';
import { emptyAnswers, faultOf, type Answers } from '@/lib/form/answers';
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
  /** The seat is booked now, and named when it is known who comes (RG-19); never the first. */
  later?: boolean | undefined;
  full_name: string;
  email: string;
  mode: string;
  name_shown: string;
  answers: Answers;
}

export interface Wish {
  attendees: Attendee[];
  /** Checked by the server before it gets here; empty for none. */
  promo_code: string;
  invoice: { company: string; tax_id: string; country: string };
}

export function schemaOf({ event, known }: Setup, t: Words): z.ZodMiniType<Wish, Wish> {
  const attendee = z.object({
    ticket_type_id: z.string().check(z.refine((id) => id !== '', t('ticket.missing'))),
    later: z.optional(z.boolean()),
    full_name: z.string(),
    email: z.string(),
    mode: z.string(),
    name_shown: z.string(),
    answers: z.record(z.string(), z.union([z.string(), z.boolean()])),
  });
  const party = z.array(attendee).check(({ value, issues }) => {
    for (const [n, person] of value.entries()) {
      for (const [path, message] of missingOf(person, { event, known: known && n === 0 }, t)) {
        issues.push({ code: 'custom', path: [n, ...path], message, input: person, continue: true });
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
  const missing: [string[], string][] = [];
  if (asksMode(event, person.ticket_type_id) && person.mode === '') missing.push([['mode'], t('mode.missing')]);
  if (person.later === true) return missing;
  if (!known && person.full_name.trim() === '') missing.push([['full_name'], t('name.missing')]);
  if (!known && !/^\S+@\S+\.\S+$/.test(person.email.trim())) missing.push([['email'], t('email.wrong')]);
  for (const question of event.registration.questions) {
    const fault = faultOf(question, person.answers[question.id]);
    if (fault !== null) missing.push([['answers', question.id], t(`answer.${fault}`, { n: question.max ?? 0 })]);
  }
  return missing;
}

export const ticketOf = (event: EventDetails, id: string): Ticket | undefined => event.registration.ticket_types.find((ticket) => ticket.id === id);

/** Only a ticket for both ways leaves the choice to the person. */
export function asksMode(event: EventDetails, ticket: string): boolean {
  return event.format === 'hybrid' && (ticketOf(event, ticket)?.mode ?? 'any') === 'any';
}

export function emptyAttendee(questions: Question[], ticket: string, later = false): Attendee {
  return { ticket_type_id: ticket, later, full_name: '', email: '', mode: '', name_shown: 'full', answers: emptyAnswers(questions) };
}

export function emptyWish({ registration: { questions, ticket_types: tickets } }: EventDetails): Wish {
  const [only, second] = tickets;
  // Without a choice nothing is asked; what an event without tickets offers is for the server to say.
  const ticket = second === undefined ? (only?.id ?? NO_TICKET) : '';
  return { attendees: [emptyAttendee(questions, ticket)], promo_code: '', invoice: { company: '', tax_id: '', country: NO_COUNTRY } };
}

export const NO_TICKET = 'none';
