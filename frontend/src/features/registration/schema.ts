import * as z from 'zod/mini';
import type { Question } from './api';
import type messages from './messages.en.json';
import type { Text } from '@/lib/i18n/use-text';

type Words = Text<keyof typeof messages>;

interface Setup {
  questions: Question[];
  /** Somebody is signed in: name and address are known. */
  known: boolean;
  hybrid: boolean;
}

/** Named as in the API, so that its refusals land on their fields. */
export interface Wish {
  attendees: {
    full_name: string;
    email: string;
    mode: string;
    name_shown: string;
    answers: Record<string, string | boolean>;
  }[];
}

export function schemaOf({ questions, known, hybrid }: Setup, t: Words): z.ZodMiniType<Wish, Wish> {
  const filled = (message: string) => z.string().check(z.refine((text) => text.trim() !== '', message));
  const attendee = z.object({
    full_name: known ? z.string() : filled(t('name.missing')),
    email: known ? z.string() : z.string().check(z.refine((text) => /^\S+@\S+\.\S+$/.test(text.trim()), t('email.wrong'))),
    mode: hybrid ? filled(t('mode.missing')) : z.string(),
    name_shown: z.string(),
    answers: z.object(Object.fromEntries(questions.map((question) => [question.id, answerOf(question, t)]))),
  });
  return z.object({ attendees: z.array(attendee) });
}

function answerOf({ kind, required, max }: Question, t: Words) {
  if (kind === 'checkbox') return z.boolean().check(z.refine((ticked) => ticked || !required, t('answer.tick')));
  return z.string().check(
    z.refine((text) => text.trim() !== '' || !required, t('answer.missing')),
    z.refine((text) => max == null || text.length <= max, t('answer.long', { n: max ?? 0 })),
  );
}

export function emptyWish(questions: Question[], mode: string): Wish {
  const answers = Object.fromEntries(questions.map(({ id, kind }) => [id, kind === 'checkbox' ? false : '']));
  return { attendees: [{ full_name: '', email: '', mode, name_shown: 'full', answers }] };
}
