import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const NOBODY = { requested: 0, held: 0, offered: 0, waitlisted: 0, confirmed: 0, expired: 0, cancelled: 0, declined: 0, transferred: 0 };
const EMPTY = { draft: 0, published: 0, live: 0, completed: 0, closed: 0, cancelled: 0 };

/** UX-J6 */
test('the gaps of a finished event lead to its closing funnel', async () => {
  answer('get', '/api/v1/events/dashboard', {
    events: { ...EMPTY, completed: 1 },
    registrations: { ...NOBODY, confirmed: 140 },
    people_present: 118,
    next_events: [],
    gaps: [{ event_id: 'e1', title: 'Renal', ended_at: '2026-11-01T18:00:00Z', status: 'completed', unmatched: 3, presence_pending: 0, uncertified: 1 }],
  });
  openApp(`/org/${ORG_ID}`, { me: me() });
  expect(await screen.findByRole('link', { name: 'Renal' })).toHaveAttribute('href', `/org/${ORG_ID}/events/e1/close`);
  expect(screen.getByText('3 names without a person · one person without a certificate')).toBeVisible();
});

test('an organization without events says how to start', async () => {
  answer('get', '/api/v1/events/dashboard', { events: EMPTY, registrations: NOBODY, people_present: 0, next_events: [], gaps: [] });
  openApp(`/org/${ORG_ID}`, { me: me() });
  expect(await screen.findByText('Start with an event')).toBeVisible();
});

test('a failing server is said, with a retry', async () => {
  refuse('get', '/api/v1/events/dashboard', { status: 500, code: 'internal' });
  openApp(`/org/${ORG_ID}`, { me: me() });
  expect(await screen.findByRole('button', { name: /Try again/ })).toBeVisible();
});
