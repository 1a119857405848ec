import * as z from 'zod/mini';
import type messages from './messages.en.json';
import type settling from './settlement/messages.en.json';
import { faultsOf, settlingSchema, type Settling } from './settlement/settlement';
import type { Answers, Asked } from '@/lib/form/answers';
import type { Text } from '@/lib/i18n/use-text';
import { answersSchema } from '@/ui/form/answers-schema';
import type formMessages from '@/ui/form/messages.en.json';

export interface Added {
  ticket_type_id: string;
  full_name: string;
  email: string;
  professional_title: string;
  organization_name: string;
  answers: Answers;
  /** Only of a ticket that costs something. */
  payment: Settling;
  waitlist: boolean;
}

interface Words {
  t: Text<keyof typeof messages>;
  settling: Text<keyof typeof settling>;
  forms: Text<keyof typeof formMessages>;
}

export function schemaOf(questions: Asked[], priced: (ticket: string) => boolean, { t, settling: of, forms }: Words): z.ZodMiniType<Added, Added> {
  return z
    .object({
      ticket_type_id: z.string(),
      full_name: z.string().check(z.trim(), z.minLength(1, t('nameMissing')), z.maxLength(200)),
      email: z.string().check(z.trim(), z.regex(/^\S+@\S+\.\S+$/, t('emailWrong'))),
      professional_title: z.string().check(z.trim()),
      organization_name: z.string().check(z.trim()),
      answers: answersSchema(questions, forms),
      payment: settlingSchema,
      waitlist: z.boolean(),
    })
    .check(({ value, issues }) => {
      if (!priced(value.ticket_type_id)) return;
      for (const { field, message } of faultsOf(value.payment, of)) {
        issues.push({ code: 'custom', path: ['payment', field], message, input: value.payment, continue: true });
      }
    });
}
