import { aCheck } from './fixtures';
import { body, failuresOf, type State, type States } from '@/test/states';

const at = '/verify/7K2M-9QXR-4TNB-HC3S';
const question = 'GET /api/v1/certificates/verify/:code';
const verdict = (change: Parameters<typeof aCheck>[0]): State => ({ at, answers: { [question]: body(aCheck(change)) } });

const LONG = 'Arbeitsunfähigkeitsbescheinigungsrichtlinien und ihre Auslegung in der transplantationspathologischen Nachsorge: Fortbildungsveranstaltung';

export const states: States = {
  form: { at: '/verify', answers: {} },
  valid: verdict({}),
  expired: verdict({ state: 'expired', state_on: '2026-06-01', expires_on: '2026-06-01' }),
  replaced: verdict({ state: 'superseded', state_on: '2026-06-01', replaced_by: '8K2M-9QXR-4TNB-HC3S' }),
  revoked: verdict({ state: 'revoked', state_on: '2026-06-01', reason: 'withdrawn_by_body' }),
  erased: verdict({ state: 'erased', state_on: '2026-06-01', fields: [], credits: [] }),
  withheld: verdict({ holder: { shown: 'hidden', name: null, professional_title: null, organization_name: null, can_check_name: true } }),
  longest: verdict({
    holder: { shown: 'full', name: 'محمد بن عبد الرحمن بن عبد العزيز الحسن', professional_title: 'استشاري', organization_name: LONG, can_check_name: false },
    offering: { ...aCheck().offering, title: LONG },
    fields: [...aCheck().fields, { key: 'objectives', label: 'Objectives', text: LONG.repeat(3) }],
  }),
  mistyped: { at, answers: { [question]: { status: 422, code: 'code-mistyped' } } },
  unknown: { at, answers: { [question]: { status: 404, code: 'certificate-unknown' } } },
  'too-many': { at, answers: { [question]: { status: 429, code: 'rate-limited', detail: 'Thirty checks a minute are possible.' } } },
  ...failuresOf(at, question),
};
