import { aBody, aDesignation, aRuleSet, aType, EVENT } from './fixtures';
import type { RuleSet } from './api';
import { anEvent, me, ORG_ID } from '@/test/fixtures';
import { body, failuresOf, type Answer, type State, type States } from '@/test/states';

const at = `/org/${ORG_ID}/credit`;
const LONG = 'Europäischer Akkreditierungsrat für die berufsbegleitende ärztliche Fortbildung in der Transplantationspathologie';
const own = aBody({ id: 'own', own: true, name: 'Alpine Pathology Society', short_name: 'APS' });
const bodies = [aBody(), aBody({ id: 'b', name: LONG, short_name: 'EARBÄFT' }), own];
const sets = [
  aRuleSet(),
  aRuleSet({ id: 'b', code: 'arbeitsgemeinschaft-transplantationspathologie-halbe', number: 12, status: 'retired', own: true }),
  aRuleSet({ id: 'c', code: 'hours', status: 'draft', own: true, effective_from: null, source: null }),
];
const common: Record<string, Answer> = {
  'GET /api/v1/cpd/bodies': body({ data: bodies }),
  'GET /api/v1/cpd/credit-types': body({ data: [aType(), aType({ id: 'b', body_id: 'b', name: LONG, mark: 'AMA PRA Category 1 Credit™', rule_sets: [] })] }),
  'GET /api/v1/cpd/rule-sets': body({ data: sets }),
  'GET /api/v1/events': body({ data: [], next_cursor: null }),
  'GET /api/v1/events/:id': body(anEvent({ id: EVENT, title: LONG })),
};
const shown = (address: string, answers: Record<string, Answer> = {}): State => ({ at: `${at}${address}`, me: me(), answers: { ...common, ...answers } });
const rule = (set: RuleSet): State => shown(`/rules/${set.id}`, { 'GET /api/v1/cpd/rule-sets/:id': body(set) });
const signedIn = (name: string, states: States): [string, State][] => Object.entries(states).map(([key, state]) => [`${name}-${key}`, { ...state, me: me() }]);

const everything = aRuleSet({
  parameters: {
    unit_seconds: 3000, increment: 200, first_award: 1000, rounding: 'nearest', tie: 'down', presence: 'ladder', presence_percent: 80,
    ladder: [{ from_percent: 50, give_percent: 50 }, { from_percent: 90, give_percent: 100 }], checks_per_credit: 3, missed_checks: 'reduce',
    max_per_day: 8000, pass_percent: 70, attempts: 3, questions_per_credit: 5, access_days: 365, hide_answers_on_fail: true, claim: 'learner',
    gates: ['presence', 'checks', 'assessment', 'feedback', 'identifiers'], identifiers: ['licence', 'birth_month_day'],
    methods: [{ key: 'live_online', words: 'Group Internet Based' }], categories: [{ key: 'ethics', name: LONG }],
    wordings: { approved: LONG.repeat(2), applied: 'Applied for.' }, vectors: [{ minutes: 49, credits: 0 }, { minutes: 480, credits: 9600 }],
  },
});

export const states: States = {
  rules: shown(''),
  'rules-no-match': shown('?status=retired', { 'GET /api/v1/cpd/rule-sets': body({ data: [] }) }),
  rule: rule(aRuleSet()),
  'rule-everything': rule(everything),
  'rule-draft': rule({ ...everything, id: 'c', own: true, status: 'draft' }),
  bodies: shown('/bodies'),
  'bodies-first-use': shown('/bodies', { 'GET /api/v1/cpd/bodies': body({ data: [aBody()] }) }),
  'designations-choose': shown('/designations'),
  'designations-none': shown(`/designations?event=${EVENT}`, { 'GET /api/v1/cpd/designations': body({ data: [] }) }),
  designations: shown(`/designations?event=${EVENT}`, {
    'GET /api/v1/cpd/designations': body({
      data: [
        aDesignation(),
        aDesignation({ id: 'b', status: 'approved', approval_number: 'RCP-158123-2026-EXTERNAL', valid_from: '2026-01-01', valid_to: '2026-12-31', next: ['expired', 'withdrawn'] }),
        aDesignation({ id: 'c', status: 'denied', next: [], session: LONG, credit_type: LONG }),
      ],
    }),
  }),
  'no-right': { at, me: me(['view-organization']), answers: {} },
  ...Object.fromEntries([
    ...signedIn('rules', failuresOf(at, 'GET /api/v1/cpd/rule-sets', common)),
    ...signedIn('rule', failuresOf(`${at}/rules/x`, 'GET /api/v1/cpd/rule-sets/:id', common)),
    ...signedIn('bodies', failuresOf(`${at}/bodies`, 'GET /api/v1/cpd/bodies', common)),
    ...signedIn('designations', failuresOf(`${at}/designations?event=${EVENT}`, 'GET /api/v1/cpd/designations', common)),
  ]),
};
