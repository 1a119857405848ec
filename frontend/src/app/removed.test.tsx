import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

/** UX-12, UX section 7.3 */
test('who was removed elsewhere sees at the next click what is left', async () => {
  answer('get', '/api/v1/members', { data: [], next_cursor: null });
  answer('get', '/api/v1/invitations', { data: [], next_cursor: null });
  const { user } = openApp(`/org/${ORG_ID}/team`, { me: me() });
  await screen.findByRole('heading', { level: 1, name: 'Team' });
  answer('get', '/api/v1/accounts/me', { ...me(), memberships: [] });
  refuse('get', '/api/v1/oversight/audit', { status: 401, code: 'membership-ended', detail: 'You are not a member of this organization any more.' });
  await user.click(screen.getAllByRole('link', { name: 'Audit' })[0] as HTMLElement);
  expect(await screen.findByRole('heading', { level: 1, name: 'This organization is not one of yours' })).toBeVisible();
});
