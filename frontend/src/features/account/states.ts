import { LONGEST, me, ORG_ID } from '@/test/fixtures';
import { body, failuresOf, page, statesOf, type Answer, type State, type States } from '@/test/states';

const SECURITY = '/me/security';
const ORGANIZATIONS = '/me/organizations';
const logins = 'GET /api/v1/logins';
const invitations = 'GET /api/v1/invitations/mine';
const at = (address: string, answers: Record<string, Answer> = {}, who = me()): State => ({ at: address, me: who, answers });

const login = { id: 'l1', device: 'Firefox on Linux', user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', ip_prefix: '192.0.2.0/24', created_at: '2026-01-01T00:00:00Z', last_seen_at: '2026-01-02T00:00:00Z', methods: ['password'], current: true, remembered: true };
const secure: Record<string, Answer> = {
  [logins]: body({ data: [login, { ...login, id: 'l2', device: LONGEST, ip_prefix: null, current: false }] }),
  'GET /api/v1/accounts/me/activity': page({ id: 'a1', action: 'login.created', at: '2026-01-02T00:00:00Z', ip_prefix: '192.0.2.0/24', organization_id: null }),
};
const invited = body({ data: [{ id: 'i1', inviter: 'Ben Adeyemi', roles: ['organizer'], seat_payer: 'member', expires_at: '2027-03-03T14:00:00Z', organization: { id: ORG_ID, name: LONGEST, slug: 'x', logo_url: null } }] });
const longest = { ...me(), full_name: LONGEST, has_password: false, addresses: [...me().addresses, { id: 'a2', address: `${'maria.magdalena.'.repeat(3)}@university-hospital.example.org`, is_primary: false, verified_at: '2026-01-05T08:00:00Z' }] };

export const states: States = {
  'profile-filled': at('/me/profile'),
  'profile-longest': at('/me/profile', {}, longest),
  ...statesOf('security', { full: at(SECURITY, secure), longest: at(SECURITY, secure, longest), ...failuresOf(SECURITY, logins, secure, me()) }),
  'security-activity-fails': at(SECURITY, { ...secure, 'GET /api/v1/accounts/me/activity': { status: 503, code: 'unavailable' } }),
  ...statesOf('organizations', {
    full: at(ORGANIZATIONS, { [invitations]: invited }),
    none: at(ORGANIZATIONS, { [invitations]: body({ data: [] }) }, { ...me(), memberships: [] }),
    ...failuresOf(ORGANIZATIONS, invitations, {}, me()),
  }),
};
