import type { Body, CreditType, Designation, RuleSet } from './api';

const ID = '0198a000-0000-7000-8000-0000000';

export function aBody(change: Partial<Body> = {}): Body {
  return { id: `${ID}0b001`, name: 'Royal College of Physicians', short_name: 'RCP', jurisdiction: 'GB', website: 'https://rcp.example', own: false, version: 1, ...change };
}

export function aType(change: Partial<CreditType> = {}): CreditType {
  return {
    id: `${ID}0c001`, body: 'RCP', body_id: aBody().id, code: 'external', name: 'External CPD', unit_one: 'external CPD credit', unit_many: 'external CPD credits',
    mark: null, own: false, rule_sets: [{ id: `${ID}0d001`, code: 'plain-hour', number: 1, status: 'published', note: null, summary: '60-min unit, quarters, rounded down' }],
    ...change,
  };
}

export function aRuleSet(change: Partial<RuleSet> = {}): RuleSet {
  return {
    id: `${ID}0d001`, body: 'RCP', body_id: aBody().id, code: 'plain-hour', number: 1, status: 'published', own: false,
    effective_from: '2020-01-01', effective_to: null, source: { title: 'CPD guidance', url: 'https://rcp.example/cpd', checked_on: '2026-11-01' },
    note: 'The step is not stated.', summary: '60-min unit, quarters, rounded down',
    parameters: { unit_seconds: 3600, increment: 250, gates: ['presence', 'feedback'], retention_years: 6, vectors: [{ minutes: 60, credits: 1000 }] },
    ...change,
  };
}

export function aDesignation(change: Partial<Designation> = {}): Designation {
  return {
    id: `${ID}0e001`, offering: `event-${ID}0f001`, session_id: null, session: null, credit_type_id: aType().id, credit_type: 'External CPD', body: 'RCP',
    unit: 'external CPD credits', rule_set_id: `${ID}0d001`, rule_set: { code: 'plain-hour', number: 1, summary: '60-min unit, quarters, rounded down', note: null },
    max_credits: 1500, max_credits_text: '1.5', status: 'applied', approval_number: null, valid_from: null, valid_to: null, wording: null, lines: [],
    next: ['approved', 'denied', 'withdrawn'], version: 1, ...change,
  };
}

export const EVENT = `${ID}0f001`;
