import { me } from '@/test/fixtures';
import { body, type States } from '@/test/states';

export const states: States = {
  'not-found': { at: '/nowhere/at/all', answers: {} },
  'not-my-organization': { at: '/org/0198a000-0000-7000-8000-00000000dead', me: me(), answers: {} },
  'me-fails': { at: '/me', me: me(), answers: { 'GET /api/v1/accounts/me': { status: 503, code: 'unavailable' } } },
  'me-loads': { at: '/me', me: me(), answers: { 'GET /api/v1/accounts/me': 'pending' } },
  'my-page': { at: '/me', me: me(), answers: { 'GET /api/v1/accounts/me': body(me()) } },
};
