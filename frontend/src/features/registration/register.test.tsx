import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Booking, EventDetails } from './api';
import { me } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const EVENT = '/api/v1/discovery/events/:slug';
const AT = '/events/renal-2027/register';

function event(change: Partial<EventDetails> = {}): EventDetails {
  return {
    id: 'e1', sequence: 0, slug: 'renal-2027', title: 'Renal pathology', type: 'webinar', format: 'online', status: 'published', visibility: 'public', noindex: false,
    time_zone: 'Europe/Zurich', starts_at: '2027-03-03T14:00:00Z', ends_at: '2027-03-03T16:00:00Z', starts_local: '2027-03-03T15:00:00+01:00',
    ends_local: '2027-03-03T17:00:00+01:00', languages: [], organizer: { name: 'APS', verified: false }, availability: 'open', credits: [],
    objectives: [], sessions: [], speakers: [], calendar_url: '/c.ics', schema_url: '/s.json',
    registration: { open: true, closes_at: '2027-03-03T14:00:00Z', guests_allowed: true, waitlist: true, ticket_types: [], questions: [], cancel_until_minutes: 0 },
    ...change,
  };
}

function bookedOf({ id, slug, title, time_zone, starts_at, ends_at, starts_local, ends_local }: EventDetails): Booking['event'] {
  return { id, slug, title, time_zone, starts_at, ends_at, starts_local, ends_local };
}

function booking(change: Partial<Booking['registrations'][number]> = {}) {
  return {
    id: 'b1',
    event: bookedOf(event()),
    registrations: [
      { id: 'r1', status: 'confirmed', waitlist_position: null, next: 'none', email: 'ana@example.org', full_name: 'Ana Kos', manage_url: '/r/k.1.m', token: 'k.1.m', calendar_url: '/cal.ics', ...change },
    ],
  };
}

/** UX-J2 */
test('a guest registers with two inputs, and the same screen confirms', async () => {
  answer('get', EVENT, event());
  const sent = answer('post', '/api/v1/registrations', booking());
  const { user, address } = openApp(AT);
  await user.type(await screen.findByRole('textbox', { name: 'Full name' }), 'Ana Kos');
  await user.type(screen.getByRole('textbox', { name: 'E-mail' }), 'ana@example.org');
  await user.click(screen.getByRole('button', { name: 'Register' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'You are registered' })).toBeVisible();
  expect(address()).toBe(AT);
  expect(sent[0]?.body).toMatchObject({
    event_id: 'e1',
    accept_waitlist: false,
    attendees: [{ full_name: 'Ana Kos', email: 'ana@example.org', name_shown: 'full' }],
  });
  expect(sent[0]?.headers.get('idempotency-key')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Open my place' })).toHaveAttribute('href', '/r/k.1.m');
  expect(screen.getByRole('link', { name: 'Add to calendar' })).toHaveAttribute('href', '/cal.ics');
});

test('who is signed in registers with one press', async () => {
  answer('get', EVENT, event());
  const sent = answer('post', '/api/v1/registrations', booking());
  const { user } = openApp(AT, { me: me() });
  expect(await screen.findByText('anna@example.org')).toBeVisible();
  expect(screen.queryByRole('textbox')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Register' }));
  expect(await screen.findByRole('heading', { name: 'You are registered' })).toBeVisible();
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer token');
  expect(sent[0]?.body).not.toHaveProperty('attendees.0.email');
});

test('a seat lost meanwhile is said, and the same answers can wait', async () => {
  answer('get', EVENT, event());
  refuse('post', '/api/v1/registrations', { status: 409, code: 'sold-out' });
  const { user } = openApp(AT);
  await user.type(await screen.findByRole('textbox', { name: 'Full name' }), 'Ana Kos');
  await user.type(screen.getByRole('textbox', { name: 'E-mail' }), 'ana@example.org');
  await user.click(screen.getByRole('button', { name: 'Register' }));
  expect(await screen.findByText('The last place has just gone')).toBeVisible();
  const sent = answer('post', '/api/v1/registrations', booking({ status: 'waitlisted', waitlist_position: 3, next: 'wait' }));
  await user.click(screen.getByRole('button', { name: 'Join the waiting list' }));
  expect(await screen.findByText(/Your position: 3/)).toBeVisible();
  expect(sent[0]?.body).toMatchObject({ accept_waitlist: true, attendees: [{ email: 'ana@example.org' }] });
});

/** UX-18 */
test('a refused answer stands at its question', async () => {
  const questions = [{ id: 'q1', kind: 'text' as const, label: 'Licence number', help: null, required: true, options: [], max: 50 }];
  answer('get', EVENT, event({ registration: { ...event().registration, questions } }));
  refuse('post', '/api/v1/registrations', {
    status: 422,
    code: 'answer-invalid',
    errors: [{ pointer: '/attendees/0/answers/q1', code: 'too-long', detail: 'This number is not one.' }],
  });
  const { user } = openApp(AT);
  await user.type(await screen.findByRole('textbox', { name: 'Full name' }), 'Ana Kos');
  await user.type(screen.getByRole('textbox', { name: 'E-mail' }), 'ana@example.org');
  await user.click(screen.getByRole('button', { name: 'Register' }));
  expect(screen.getByRole('textbox', { name: 'Licence number' })).toHaveAccessibleDescription(/This answer is needed/);
  await user.type(screen.getByRole('textbox', { name: 'Licence number' }), 'abc');
  await user.click(screen.getByRole('button', { name: 'Register' }));
  await screen.findAllByText('This number is not one.');
  expect(screen.getByRole('textbox', { name: 'Licence number' })).toHaveAccessibleDescription(/not one/);
});
