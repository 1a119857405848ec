import { LONGEST, me, ORG_ID } from '@/test/fixtures';
import { body, failuresOf, statesOf, type State, type States } from '@/test/states';

const INVITATION = '/invitation#k.secret.m';
const look = 'POST /api/v1/invitations/look';
const invitation = {
  state: 'pending', inviter: 'Anna Keller', masked_address: 'b•••@example.org', message: null, seat_payer: 'organization', roles: ['organizer'], expires_at: '2027-03-03T14:00:00Z',
  organization: { id: ORG_ID, name: 'Alpine Pathology Society', slug: 'aps', logo_url: null },
};
const invited = (change: object, who?: State['me']): State => ({ at: INVITATION, me: who, answers: { [look]: body({ ...invitation, ...change }) } });
const plain = (at: string, who?: State['me']): State => ({ at, me: who, answers: {} });

export const states: States = {
  'sign-in': plain('/sign-in'),
  'sign-up': plain('/sign-up'),
  'forgot-password': plain('/forgot-password'),
  'link-sign-up': plain('/link/sign-up#k.secret.m'),
  'link-sign-in': plain('/link/sign-in#k.secret.m'),
  'link-password-reset': plain('/link/password-reset#k.secret.m'),
  'link-add-address': plain('/link/add-address#k.secret.m', me()),
  'link-without-secret': plain('/link/sign-in'),
  'welcome-learner': plain('/welcome', { ...me(), onboarding_completed: false, memberships: [] }),
  'welcome-organizer': plain('/welcome', { ...me(), onboarding_completed: false }),
  ...statesOf('invitation', {
    guest: invited({}),
    'signed-in': invited({ message: 'Will you run the evenings with me?' }, me()),
    longest: invited({ message: LONGEST.repeat(3), inviter: LONGEST, organization: { ...invitation.organization, name: LONGEST } }),
    'own-seat': invited({ seat_payer: 'member' }, me()),
    ended: { at: INVITATION, answers: { [look]: { status: 410, code: 'link-ended', detail: 'This invitation was withdrawn.' } } },
    ...failuresOf(INVITATION, look),
  }),
};
