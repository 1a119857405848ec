import * as z from 'zod/mini';
import { decimal, type Draft, type Pair } from './draft-values';
import type messages from '@/features/credit-rules/messages.en.json';
import type { Text } from '@/lib/i18n/use-text';

/** The ranges of the engine, so that they are said before anybody is asked. */
export function draftSchema(t: Text<keyof typeof messages>): z.ZodMiniType<Draft, Draft> {
  const within = (from: number, to: number) => z.nullable(z.number().check(z.gte(from, t('range', { from, to })), z.lte(to, t('range', { from, to }))));
  const must = (from: number, to: number) => within(from, to).check(z.refine((value) => value !== null, t('range', { from, to })));
  const pairs = (fits: (pair: Pair) => boolean, message: string) => z.custom<Pair[]>().check(z.refine((all) => all.every(fits), message));
  const filled = ({ left, right }: Pair) => left.trim() !== '' && right.trim() !== '';
  const percent = (text: string) => text.trim() !== '' && Number(text) >= 0 && Number(text) <= 100;
  return z.object({
    effective_from: z.string(),
    effective_to: z.string(),
    source_title: z.string().check(z.trim()),
    source_url: z.string().check(z.trim(), z.regex(/^$|^https?:\/\/\S{4,}$/, t('source.urlWrong'))),
    source_checked_on: z.string(),
    unit: must(10, 600),
    increment: must(0.001, 10),
    rounding: z.custom<Draft['rounding']>(),
    tie: z.custom<Draft['tie']>(),
    first: must(0, 100),
    basis: z.custom<Draft['basis']>(),
    survey: must(0, 600),
    teaching: must(0, 1000),
    presence: z.custom<Draft['presence']>(),
    needed: must(0, 100),
    ladder: pairs(({ left, right }) => percent(left) && percent(right), t('ladder.wrong')),
    checks: must(0, 12),
    missed: z.custom<Draft['missed']>(),
    methods: pairs(filled, t('pairs.wrong')),
    max_session: within(0.001, 1000),
    max_day: within(0.001, 1000),
    max_activity: within(0.001, 1000),
    pass: within(0, 100),
    attempts: within(1, 100),
    questions: within(0, 20),
    access: within(1, 3650),
    hide: z.boolean(),
    gates: z.custom<Draft['gates']>(),
    claim: z.custom<Draft['claim']>(),
    claim_days: must(1, 365),
    identifiers: z.string(),
    categories: pairs(filled, t('pairs.wrong')),
    vectors: pairs(({ left, right }) => filled({ left, right }) && Number.isInteger(Number(left)) && Number.isFinite(decimal(right)), t('vectors.wrong')),
    validity: within(1, 240),
    retention: must(1, 100),
    report: within(0, 365),
    sponsor: z.boolean(),
    words: z.object({ approved: z.string(), applied: z.string(), participation: z.string(), footer: z.string() }),
  }).check(
    z.refine(({ source_title: title, source_url: url, source_checked_on: on }) => [title, url, on].every((one) => one === '') || [title, url, on].every((one) => one !== ''), {
      error: t('source.half'),
      path: ['source_title'],
    }),
  );
}
