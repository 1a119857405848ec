import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { me } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer } from '@/test/server';

const notice = { id: 'n1', kind: 'registration-confirmed', title: 'You have a place', body: null, path: '/me/events', organization: null, read_at: null, created_at: '2026-03-03T12:00:00Z' };

test('the bell says how many are unread; opening one marks it read', async () => {
  answer('get', '/api/v1/notifications', { data: [notice], next_cursor: null, unread: 1 });
  answer('get', '/api/v1/registrations/mine', { data: [], next_cursor: null });
  const read = answer('post', '/api/v1/notifications/n1/read', 204);
  const { user, address } = openApp('/me/notifications', { me: { ...me(), unread_notifications: 1 } });
  expect(await screen.findByRole('link', { name: 'Notifications, 1 unread' })).toBeVisible();
  await user.click(await screen.findByRole('link', { name: /You have a place/ }));
  await waitFor(() => expect(read).toHaveLength(1));
  await waitFor(() => expect(address()).toBe('/me/events'));
});

test('mails stop at the press, not at the opening, and can be taken up again', async () => {
  const wish = { address: 'a•••@example.org', category: 'reminders', organization: null, unsubscribed: false };
  answer('get', '/api/v1/notifications/subscriptions/:seal', wish);
  const stopped = answer('post', '/api/v1/notifications/subscriptions/:seal', { ...wish, unsubscribed: true });
  const { user } = openApp('/unsubscribe/k.u.m');
  await user.click(await screen.findByRole('button', { name: 'Stop them' }));
  expect(await screen.findByRole('heading', { name: 'These mails are stopped' })).toBeVisible();
  expect(stopped).toHaveLength(1);
  expect(screen.getByRole('button', { name: 'Send them again' })).toBeVisible();
});
