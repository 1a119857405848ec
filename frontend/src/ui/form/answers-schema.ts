import * as z from 'zod/mini';
import type messages from './messages.en.json';
import { faultOf, type Answers, type Asked } from '@/lib/form/answers';
import type { Text } from '@/lib/i18n/use-text';

/** Answers as the server wants them; `t` are the words of the forms. */
export function answersSchema(questions: Asked[], t: Text<keyof typeof messages>) {
  return z.record(z.string(), z.union([z.string(), z.boolean()])).check(({ value, issues }) => {
    for (const question of questions) {
      const fault = faultOf(question, (value as Answers)[question.id]);
      if (fault !== null) issues.push({ code: 'custom', path: [question.id], message: t(`answer.${fault}`, { n: question.max ?? 0 }), input: value, continue: true });
    }
  });
}
