import { aMember, anInvitation, anna, anOffer } from './fixtures';
import { me, ORG_ID } from '@/test/fixtures';
import { body, failuresOf, type Answer, type State, type States } from '@/test/states';

const at = `/org/${ORG_ID}/team`;
const owner = me(['view-organization', 'manage-members', 'read-events', 'own-organization']);
const LONG = 'Maria-Magdalena von Hohenlohe-Waldenburg-Schillingsfürst';

const page = (...data: object[]): Answer => body({ data, next_cursor: null });
const answers = { 'GET /api/v1/members': page(anna, aMember()), 'GET /api/v1/invitations': page(anInvitation()), 'GET /api/v1/members/ownership': body({ offer: null }) };
const shown = (change: Record<string, Answer>): State => ({ at, me: owner, answers: { ...answers, ...change } });

const signedIn = (states: States): States => Object.fromEntries(Object.entries(states).map(([name, state]) => [name, { ...state, me: owner }]));

export const states: States = {
  full: shown({}),
  alone: shown({ 'GET /api/v1/members': page(anna), 'GET /api/v1/invitations': page() }),
  longest: shown({
    'GET /api/v1/members': page(
      anna,
      aMember({ full_name: LONG, email: `${'maria.magdalena.'.repeat(3)}@university-hospital.example.org`, roles: ['organizer', 'finance', 'instructor', 'check_in'], event_ids: ['a', 'b'] }),
    ),
    'GET /api/v1/invitations': page(anInvitation({ id: 'own', roles: ['organizer'], seat_payer: 'member' }), ...['pending', 'accepted', 'declined', 'revoked', 'expired'].map((state) => anInvitation({ id: state, state, email: `${state}.${'x'.repeat(40)}@example.org`, sent_count: 5 }))),
  }),
  'ownership-offered': shown({ 'GET /api/v1/members/ownership': body({ offer: anOffer({ to_name: LONG }) }) }),
  'ownership-for-me': shown({ 'GET /api/v1/members/ownership': body({ offer: anOffer({ for_me: true, from_name: LONG }) }) }),
  'ownership-fails': shown({ 'GET /api/v1/members/ownership': { status: 503, code: 'unavailable' } }),
  'invitations-fail': shown({ 'GET /api/v1/invitations': { status: 503, code: 'unavailable' } }),
  'no-right': { at, me: me(['view-organization']), answers: {} },
  ...signedIn(failuresOf(at, 'GET /api/v1/members', answers)),
};
