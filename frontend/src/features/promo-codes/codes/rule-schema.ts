import * as z from 'zod/mini';
import type { RuleValues } from './rule-values';
import type { Kind } from '@/features/promo-codes/api';
import type messages from '@/features/promo-codes/messages.en.json';
import type { Text } from '@/lib/i18n/use-text';

const payable = (amount: number | null) => amount === null || amount > 0;

/** The parts of every code; a form adds its word, or how many are made. */
export function ruleParts(t: Text<keyof typeof messages>) {
  const count = z.nullable(z.number().check(z.gte(1, t('count.wrong'))));
  const money = z.custom<number | null>().check(z.refine(payable, t('amount.wrong')));
  return {
    kind: z.custom<Kind>(),
    percent: z.nullable(z.number()),
    currency: z.string(),
    // What is enough depends on the kind.
    amount: z.custom<number | null>(),
    cap: money,
    min_price: money,
    scope: z.enum(['all', 'listed']),
    event_ids: z.custom<string[]>(),
    ticket_type_ids: z.custom<string[]>(),
    max_uses: count,
    max_uses_per_person: count,
    valid_from: z.string(),
    valid_until: z.string(),
    first_time_only: z.boolean(),
    verified_only: z.boolean(),
    attribution: z.string().check(z.maxLength(100)),
  };
}

/** What the parts demand of each other. */
export function ruleChecks<Values extends RuleValues>(t: Text<keyof typeof messages>) {
  const percent = ({ kind, percent: typed }: Values) => kind !== 'percent' || (typed !== null && typed > 0 && typed <= 100);
  // A set price may be nothing: the ticket is then free with the code.
  const amount = ({ kind, amount: typed }: Values) => (kind !== 'amount_off' && kind !== 'set_price') || (typed !== null && typed >= (kind === 'set_price' ? 0 : 1));
  const listed = ({ scope, event_ids: events, ticket_type_ids: tickets }: Values) => scope === 'all' || events.length + tickets.length > 0;
  const window = ({ valid_from: from, valid_until: until }: Values) => from === '' || until === '' || from < until;
  return [
    z.refine<Values>(percent, { path: ['percent'], message: t('percent.wrong') }),
    z.refine<Values>(amount, { path: ['amount'], message: t('amount.wrong') }),
    z.refine<Values>(listed, { path: ['event_ids'], message: t('target.missing') }),
    z.refine<Values>(window, { path: ['valid_until'], message: t('window.wrong') }),
  ] as const;
}
