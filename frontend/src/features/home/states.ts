import { aMyRegistration, anOwnCertificate, LONGEST, me } from '@/test/fixtures';
import { body, failuresOf, page, type Answer, type State, type States } from '@/test/states';

const at = '/me';
const places = 'GET /api/v1/registrations/mine';
const answers: Record<string, Answer> = {
  [places]: page(aMyRegistration(), aMyRegistration({ id: 'r2', status: 'waitlisted', waitlist_position: 4, join_url: null })),
  'GET /api/v1/certificates/mine': page(anOwnCertificate()),
  'GET /api/v1/cpd/entries/totals': body({ totals: [{ credit_type: 'external', unit: 'credits', credits: 3500, credits_text: '3.5', entries: 2 }], seconds: 9000 }),
};
const shown = (change: Record<string, Answer> = {}, who = me()): State => ({ at, me: who, answers: { ...answers, ...change } });

export const states: States = {
  full: shown(),
  'first-use': shown({ [places]: page(), 'GET /api/v1/certificates/mine': page(), 'GET /api/v1/cpd/entries/totals': body({ totals: [], seconds: 0 }) }, { ...me(), onboarding_completed: false }),
  longest: shown({ [places]: page(aMyRegistration({}, { title: LONGEST, organizer: { name: LONGEST, slug: 'x' } })), 'GET /api/v1/certificates/mine': page(anOwnCertificate({ title: LONGEST })) }),
  ...failuresOf(at, places, answers, me()),
};
