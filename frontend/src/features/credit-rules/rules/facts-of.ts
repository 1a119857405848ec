/** The parameters of a rule set as labelled words, in the groups of the form. */
import { incrementInWords } from './step-words';
import { toCredits, toMinutes } from '@/features/credit-rules/amounts';
import type { Parameters } from '@/features/credit-rules/api';
import type messages from '@/features/credit-rules/messages.en.json';
import type { Text } from '@/lib/i18n/use-text';

type Words = Text<keyof typeof messages>;
type Fact = { label: string; value: string } | null | undefined | false;

interface Group {
  heading: 'group.amount' | 'group.presence' | 'group.limits' | 'group.test' | 'group.claim' | 'group.record' | 'group.words';
  items: { label: string; value: string }[];
}

export function factsOf(t: Words, rules: Parameters): Group[] {
  const groups: [Group['heading'], Fact[]][] = [
    ['group.amount', amount(t, rules)],
    ['group.presence', presence(t, rules)],
    ['group.limits', limits(t, rules)],
    ['group.test', test(t, rules)],
    ['group.claim', claim(t, rules)],
    ['group.record', record(t, rules)],
    ['group.words', words(t, rules)],
  ];
  return groups.map(([heading, items]) => ({ heading, items: items.filter((item) => item != null && item !== false) })).filter(({ items }) => items.length > 0);
}

function amount(t: Words, rules: Parameters): Fact[] {
  const { first_award: first = 0, evaluation_seconds: survey = 0, teaching_percent: teaching = 0, rounding = 'down', tie = 'up' } = rules;
  const increment = incrementInWords(t, rules.increment);
  return [
    { label: t('unit'), value: t('minutes', { n: toMinutes(rules.unit_seconds) }) },
    { label: t('increment'), value: `${increment}, ${t(`rounding.${rounding}`)}${rounding === 'nearest' ? `, ${t(`tie.${tie}`)}` : ''}` },
    first > 0 && { label: t('first'), value: t('creditsOf', { n: toCredits(first) }) },
    { label: t('basis'), value: t(`basis.${rules.time_basis ?? 'whole_minutes'}`) },
    survey > 0 && { label: t('survey'), value: t('minutes', { n: toMinutes(survey) }) },
    teaching > 0 && { label: t('teaching'), value: t('percent', { n: teaching }) },
  ];
}

function presence(t: Words, rules: Parameters): Fact[] {
  const { presence: how = 'pro_rata', presence_percent: needed = 0, checks_per_credit: checks = 0, ladder = [], methods = [] } = rules;
  return [
    { label: t('presence'), value: t(`presence.${how}`) },
    needed > 0 && { label: t('needed'), value: t('percent', { n: needed }) },
    ladder.length > 0 && { label: t('ladder'), value: ladder.map(({ from_percent: from, give_percent: give }) => t('ladder.rung', { from, give })).join('; ') },
    checks > 0 && { label: t('checks'), value: `${t('checks.count', { n: checks })}; ${t(`missed.${rules.missed_checks ?? 'report'}`)}` },
    methods.length > 0 && { label: t('methods'), value: methods.map(({ key, words: exact }) => t('methods.one', { key, words: exact })).join('; ') },
  ];
}

function limits(t: Words, { max_per_session: session, max_per_day: day, max_per_activity: activity }: Parameters): Fact[] {
  const limit = (label: 'max.session' | 'max.day' | 'max.activity', most: number | null | undefined): Fact =>
    most != null && { label: t(label), value: t('creditsOf', { n: toCredits(most) }) };
  return [limit('max.session', session), limit('max.day', day), limit('max.activity', activity)];
}

function test(t: Words, rules: Parameters): Fact[] {
  const { pass_percent: pass, attempts, questions_per_credit: questions, access_days: days, hide_answers_on_fail: hide = false } = rules;
  return [
    pass != null && { label: t('pass'), value: t('percent', { n: pass }) },
    attempts != null && { label: t('attempts'), value: String(attempts) },
    questions != null && { label: t('questions'), value: String(questions) },
    hide && { label: t('hide'), value: t('yes') },
    days != null && { label: t('access'), value: t('days', { n: days }) },
  ];
}

function claim(t: Words, rules: Parameters): Fact[] {
  const { gates = ['presence'], claim: how = 'automatic', claim_days: days = 60, identifiers = [] } = rules;
  return [
    { label: t('gates'), value: gates.map((gate) => t(`gate.${gate}`)).join(', ') },
    { label: t('claim'), value: how === 'learner' ? `${t('claim.learner')}; ${t('days', { n: days })}` : t('claim.automatic') },
    identifiers.length > 0 && { label: t('identifiers'), value: identifiers.join(', ') },
  ];
}

function record(t: Words, rules: Parameters): Fact[] {
  const { categories = [], vectors = [], validity_months: months, retention_years: years = 6, report_days: report, report_layout: layout } = rules;
  return [
    categories.length > 0 && { label: t('categories'), value: categories.map(({ name }) => name).join(', ') },
    months != null && { label: t('validity'), value: t('months', { n: months }) },
    { label: t('retention'), value: t('years', { n: years }) },
    report != null && { label: t('report'), value: t('days', { n: report }) },
    layout != null && { label: t('layout'), value: layout },
    rules.sponsor_logo === false && { label: t('sponsor'), value: t('no') },
    vectors.length > 0 && { label: t('vectors'), value: vectors.map(({ minutes, credits }) => t('vectors.one', { minutes, credits: toCredits(credits) })).join('; ') },
  ];
}

function words(t: Words, { wordings = {} }: Parameters): Fact[] {
  return (['approved', 'applied', 'participation', 'footer'] as const).map((kind) => {
    const text = wordings[kind];
    return text != null && { label: t(`words.${kind}`), value: text };
  });
}
