/** A draft as its form holds it, and the way back; what the form does not show is kept as it was. */
import { ofCredits, ofCreditsOrNone, ofMinutes, toCredits, toCreditsOrNone, toMinutes } from '@/features/credit-rules/amounts';
import type { Parameters, RuleSet } from '@/features/credit-rules/api';
import type { Schema } from '@/api/contract';

export interface Pair {
  left: string;
  right: string;
}

type Gate = Schema<'GateName'>;

export interface Draft {
  effective_from: string;
  effective_to: string;
  source_title: string;
  source_url: string;
  source_checked_on: string;
  unit: number | null;
  increment: number | null;
  rounding: NonNullable<Parameters['rounding']>;
  tie: NonNullable<Parameters['tie']>;
  first: number | null;
  basis: NonNullable<Parameters['time_basis']>;
  survey: number | null;
  teaching: number | null;
  presence: NonNullable<Parameters['presence']>;
  needed: number | null;
  ladder: Pair[];
  checks: number | null;
  missed: NonNullable<Parameters['missed_checks']>;
  methods: Pair[];
  max_session: number | null;
  max_day: number | null;
  max_activity: number | null;
  pass: number | null;
  attempts: number | null;
  questions: number | null;
  access: number | null;
  hide: boolean;
  gates: Gate[];
  claim: NonNullable<Parameters['claim']>;
  claim_days: number | null;
  identifiers: string;
  categories: Pair[];
  vectors: Pair[];
  validity: number | null;
  retention: number | null;
  report: number | null;
  sponsor: boolean;
  words: Record<'approved' | 'applied' | 'participation' | 'footer', string>;
}

export function draftOf({ parameters: p, source, effective_from: from, effective_to: to }: RuleSet): Draft {
  return {
    effective_from: from ?? '',
    effective_to: to ?? '',
    source_title: source?.title ?? '',
    source_url: source?.url ?? '',
    source_checked_on: source?.checked_on ?? '',
    unit: toMinutes(p.unit_seconds),
    increment: toCredits(p.increment),
    rounding: p.rounding ?? 'down',
    tie: p.tie ?? 'up',
    first: toCredits(p.first_award ?? 0),
    basis: p.time_basis ?? 'whole_minutes',
    survey: toMinutes(p.evaluation_seconds ?? 0),
    teaching: p.teaching_percent ?? 0,
    presence: p.presence ?? 'pro_rata',
    needed: p.presence_percent ?? 0,
    ladder: (p.ladder ?? []).map((rung) => pair(rung.from_percent, rung.give_percent)),
    checks: p.checks_per_credit ?? 0,
    missed: p.missed_checks ?? 'report',
    methods: (p.methods ?? []).map(({ key, words }) => pair(key, words)),
    max_session: toCreditsOrNone(p.max_per_session),
    max_day: toCreditsOrNone(p.max_per_day),
    max_activity: toCreditsOrNone(p.max_per_activity),
    pass: p.pass_percent ?? null,
    attempts: p.attempts ?? null,
    questions: p.questions_per_credit ?? null,
    access: p.access_days ?? null,
    hide: p.hide_answers_on_fail ?? false,
    gates: p.gates ?? ['presence'],
    claim: p.claim ?? 'automatic',
    claim_days: p.claim_days ?? 60,
    identifiers: (p.identifiers ?? []).join(', '),
    categories: (p.categories ?? []).map(({ key, name }) => pair(key, name)),
    vectors: (p.vectors ?? []).map(({ minutes, credits }) => pair(minutes, toCredits(credits))),
    validity: p.validity_months ?? null,
    retention: p.retention_years ?? 6,
    report: p.report_days ?? null,
    sponsor: p.sponsor_logo ?? true,
    words: {
      approved: p.wordings?.approved ?? '',
      applied: p.wordings?.applied ?? '',
      participation: p.wordings?.participation ?? '',
      footer: p.wordings?.footer ?? '',
    },
  };
}

export function changeOf(draft: Draft, before: Parameters): Schema<'RuleSetChange'> {
  const { source_title: title, source_url: url, source_checked_on: checked } = draft;
  return {
    effective_from: textOrNull(draft.effective_from),
    effective_to: textOrNull(draft.effective_to),
    source: title === '' && url === '' && checked === '' ? null : { title, url, checked_on: checked },
    parameters: { ...before, ...amountOf(draft), ...conditionsOf(draft), ...recordOf(draft) },
  };
}

function amountOf(draft: Draft) {
  return {
    unit_seconds: ofMinutes(draft.unit ?? 0),
    increment: ofCredits(draft.increment ?? 0),
    rounding: draft.rounding,
    tie: draft.tie,
    first_award: ofCredits(draft.first ?? 0),
    time_basis: draft.basis,
    evaluation_seconds: ofMinutes(draft.survey ?? 0),
    teaching_percent: draft.teaching ?? 0,
    max_per_session: ofCreditsOrNone(draft.max_session),
    max_per_day: ofCreditsOrNone(draft.max_day),
    max_per_activity: ofCreditsOrNone(draft.max_activity),
  };
}

function conditionsOf(draft: Draft) {
  return {
    presence: draft.presence,
    presence_percent: draft.needed ?? 0,
    ladder: draft.presence === 'ladder' ? draft.ladder.map(({ left, right }) => ({ from_percent: Number(left), give_percent: Number(right) })) : [],
    checks_per_credit: draft.checks ?? 0,
    missed_checks: draft.missed,
    methods: draft.methods.map(({ left, right }) => ({ key: left, words: right })),
    pass_percent: draft.pass,
    attempts: draft.attempts,
    questions_per_credit: draft.questions,
    access_days: draft.access,
    hide_answers_on_fail: draft.hide,
    gates: draft.gates,
    claim: draft.claim,
    claim_days: draft.claim_days ?? 60,
    identifiers: draft.identifiers.split(',').map((one) => one.trim()).filter((one) => one !== ''),
  };
}

function recordOf(draft: Draft) {
  const { approved, applied, participation, footer } = draft.words;
  return {
    categories: draft.categories.map(({ left, right }) => ({ key: left, name: right })),
    vectors: draft.vectors.map(({ left, right }) => ({ minutes: Number(left), credits: ofCredits(decimal(right)) })),
    validity_months: draft.validity,
    retention_years: draft.retention ?? 6,
    report_days: draft.report,
    sponsor_logo: draft.sponsor,
    wordings: { approved: textOrNull(approved), applied: textOrNull(applied), participation: textOrNull(participation), footer: textOrNull(footer) },
  };
}

const pair = (left: string | number, right: string | number): Pair => ({ left: String(left), right: String(right) });
const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** As it is typed, with a comma or a point. */
export const decimal = (text: string): number => Number(text.replace(',', '.'));
