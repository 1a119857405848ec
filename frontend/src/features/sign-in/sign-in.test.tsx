import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { loginOf, me } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse, signIn } from '@/test/server';

const login = loginOf(me());

function mine() {
  signIn(me());
  answer('get', '/api/v1/registrations/mine', { data: [], next_cursor: null });
  answer('get', '/api/v1/certificates/mine', { data: [], next_cursor: null });
  answer('get', '/api/v1/cpd/entries/totals', { totals: [], seconds: 0 });
}

test('a password signs in and leads on to where the person was going', async () => {
  mine();
  const sent = answer('post', '/api/v1/auth/sign-in', { result: 'signed-in', login });
  const { user, address } = openApp('/sign-in?next=%2Fme%2Fevents');
  await user.type(await screen.findByRole('textbox', { name: 'E-mail' }), 'anna@example.org');
  await user.type(screen.getByLabelText('Password'), 'a long sentence');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  await screen.findByRole('heading', { level: 1, name: 'My events' });
  expect(address()).toBe('/me/events');
  expect(sent[0]?.body).toEqual({ email: 'anna@example.org', password: 'a long sentence', remember: true });
});

/** UX-46 */
test('next never leads out of this app', async () => {
  mine();
  answer('post', '/api/v1/auth/sign-in', { result: 'signed-in', login });
  const { user, address } = openApp('/sign-in?next=%2F%2Fevil.example');
  await user.type(await screen.findByRole('textbox', { name: 'E-mail' }), 'anna@example.org');
  await user.type(screen.getByLabelText('Password'), 'a long sentence');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  await screen.findByRole('heading', { level: 1, name: 'Hello, Anna Keller' });
  expect(address()).toBe('/me');
});

/** UX-46, AC-1 */
test('a mailed link does nothing before the press, and its secret leaves the address', async () => {
  mine();
  const sent = answer('post', '/api/v1/auth/sign-in-link/complete', { result: 'signed-in', login, next: null });
  const { user, address } = openApp('/link/sign-in#k.secret.m');
  const press = await screen.findByRole('button', { name: 'Sign me in' });
  expect(sent).toHaveLength(0);
  expect(address()).toBe('/link/sign-in');
  await user.click(press);
  await waitFor(() => expect(sent[0]?.body).toEqual({ token: 'k.secret.m', remember: true }));
});

test('a used link says so and offers a fresh one', async () => {
  refuse('post', '/api/v1/auth/sign-up/complete', { status: 409, code: 'link-used', detail: 'This link has been used.' });
  const { user } = openApp('/link/sign-up#k.used.m');
  await user.click(await screen.findByRole('button', { name: 'Confirm and go on' }));
  expect(await screen.findByText('This link has been used.')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Get a fresh link' })).toHaveAttribute('href', '/sign-up');
});

/** UX-J1: two inputs and one card. */
test('signing up asks for name, address and what for', async () => {
  const sent = answer('post', '/api/v1/auth/sign-up', {});
  const { user } = openApp('/sign-up');
  await user.type(await screen.findByRole('textbox', { name: 'Full name' }), 'Anna Keller');
  await user.type(screen.getByRole('textbox', { name: 'E-mail' }), 'anna@example.org');
  await user.click(screen.getByRole('radio', { name: /Organize events/ }));
  await user.click(screen.getByRole('button', { name: 'Send me the link' }));
  expect(await screen.findByText('Look into your mailbox')).toBeVisible();
  expect(sent[0]?.body).toMatchObject({ full_name: 'Anna Keller', email: 'anna@example.org', intent: 'organizer', terms_version: '2026-11' });
});

test('an invitation survives signing up', async () => {
  const invitation = {
    organization: { id: 'o1', name: 'APS', slug: 'aps' }, inviter: 'Bo Li', roles: ['viewer'], seat_payer: 'organization', masked_address: 'a•••@example.org',
    expires_at: '2027-01-01T00:00:00Z', state: 'pending',
  };
  answer('post', '/api/v1/invitations/look', invitation);
  const { user } = openApp('/invitation#k.inv.m');
  expect(await screen.findByRole('heading', { name: 'Join APS' })).toBeVisible();
  await user.click(screen.getByRole('link', { name: 'Create an account and join' }));
  const sent = answer('post', '/api/v1/auth/sign-up', {});
  await user.type(await screen.findByRole('textbox', { name: 'Full name' }), 'Anna Keller');
  await user.type(screen.getByRole('textbox', { name: 'E-mail' }), 'anna@example.org');
  await user.click(screen.getByRole('button', { name: 'Send me the link' }));
  await waitFor(() => expect(sent[0]?.body).toMatchObject({ invitation: 'k.inv.m' }));
});

/** BI-13 */
test('whoever is asked to pay for the own seat is told, and led to a plan where there is none', async () => {
  answer('post', '/api/v1/invitations/look', {
    organization: { id: 'o1', name: 'APS', slug: 'aps' }, inviter: 'Bo Li', roles: ['organizer'], seat_payer: 'member', masked_address: 'a•••@example.org',
    expires_at: '2027-01-01T00:00:00Z', state: 'pending',
  });
  const detail = 'You are asked to pay for your own seat.';
  refuse('post', '/api/v1/invitations/accept', { status: 409, code: 'personal-plan-required', detail });
  const { user } = openApp('/invitation#k.inv.m', { me: me() });
  expect(await screen.findByText('You pay for it, with a plan of your personal organization')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Join APS' }));
  expect(await screen.findByText('You need a plan of your own first')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Make a personal organization' })).toHaveAttribute('href', '/me/organizations/new');
});
