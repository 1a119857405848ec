import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { loginOf, me } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const addresses = [
  { id: 'a1', address: 'anna@example.org', is_primary: true, verified_at: '2026-01-01T00:00:00Z' },
  { id: 'a2', address: 'a.keller@hospital.example', is_primary: false, verified_at: '2026-01-01T00:00:00Z' },
];
const person = { ...me(), version: 4, has_password: true, addresses };

function security() {
  answer('get', '/api/v1/logins', {
    data: [
      { id: 'l1', device: 'Firefox on Linux', user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', ip_prefix: '192.0.2.0/24', created_at: '2026-01-01T00:00:00Z', last_seen_at: '2026-01-02T00:00:00Z', methods: ['password'], current: true, remembered: true },
      { id: 'l2', device: 'Unknown device', user_agent: '', ip_prefix: null, created_at: '2026-01-01T00:00:00Z', last_seen_at: '2026-01-02T00:00:00Z', methods: ['link'], current: false, remembered: true },
    ],
  });
  answer('get', '/api/v1/accounts/me/activity', { data: [], next_cursor: null });
}

test('a device is signed out by its own button; this one has none', async () => {
  security();
  const ended = answer('delete', '/api/v1/logins/l2', 204);
  const { user } = openApp('/me/security', { me: person });
  const here = (await screen.findByText('Firefox on Linux')).closest('li');
  expect(here && within(here).queryByRole('button')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Sign out Unknown device' }));
  await waitFor(() => expect(ended).toHaveLength(1));
});

/** UX section 2.6: fresh proof needed */
test('an act that needs a fresh proof asks for it and then goes on by itself', async () => {
  security();
  refuse('put', '/api/v1/accounts/me/addresses/a2/primary', { status: 401, code: 'reauthentication-required' });
  const login = loginOf(person, 'fresh');
  const proven = answer('post', '/api/v1/logins/reauthentication', login);
  const { user } = openApp('/me/security', { me: person });
  await user.click(await screen.findByRole('button', { name: 'Make primary' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Confirm that it is you' }));
  const done = answer('put', '/api/v1/accounts/me/addresses/a2/primary', 204);
  await user.type(dialog.getByLabelText('Password'), 'a long sentence');
  await user.click(dialog.getByRole('button', { name: 'Confirm' }));
  await waitFor(() => expect(done[0]?.headers.get('authorization')).toBe('Bearer fresh'));
  expect(proven[0]?.body).toEqual({ method: 'password', password: 'a long sentence' });
});

test('the profile is saved under its version', async () => {
  const sent = answer('patch', '/api/v1/accounts/me', person);
  const { user } = openApp('/me/profile', { me: person });
  await user.type(await screen.findByRole('textbox', { name: /Employer/ }), 'University Hospital');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(sent[0]?.body).toMatchObject({ employer: 'University Hospital', professional_title: null }));
  expect(sent[0]?.headers.get('if-match')).toBe('"4"');
});
