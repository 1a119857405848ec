import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aClosing, NO_GAPS } from './fixtures';
import { anEvent, me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const EVENT = anEvent().id;
const AT = `/org/${ORG_ID}/events/${EVENT}/close`;
const CLEAN = { gaps: NO_GAPS, funnel: { registered: 120, joined: 120, met: 120, certified: 120 } };

function stand(closing: ReturnType<typeof aClosing>, ready = 0) {
  answer('get', '/api/v1/events/:id', anEvent({ status: closing.event.status }));
  answer('get', '/api/v1/events/:id/closing', closing);
  answer('get', '/api/v1/events/:id/history', { data: [], next_cursor: null });
  answer('get', '/api/v1/certificates/gates/:offering/summary', { registered: 124, ready, missing: 4, issued: 2, differs: 0, rendering: 0 });
}

/** UX-55 */
test('the funnel counts each step with its loss, and each gap has its people and one action', async () => {
  stand(aClosing());
  openApp(AT, { me: me() });
  expect(await screen.findByRole('progressbar', { name: 'Joined' })).toHaveAttribute('aria-valuenow', '123');
  expect(screen.getByText('123 (1 fewer)')).toBeVisible();
  expect(screen.getByText('2 (118 fewer)')).toBeVisible();
  expect(screen.getByRole('heading', { name: '119 open cases' })).toBeVisible();
  const strangers = screen.getByRole('region', { name: '1 unmatched name' });
  expect(within(strangers).getByRole('link', { name: 'Match names' })).toHaveAttribute('href', `/org/${ORG_ID}/events/${EVENT}/presence/triage`);
  const short = screen.getByRole('region', { name: '1 person below the threshold' });
  expect(within(short).getByRole('link', { name: 'Maya Lindqvist' })).toHaveAttribute('href', expect.stringContaining('?person='));
  expect(within(screen.getByRole('region', { name: '118 people without certificate' })).getByText('and 116 more')).toBeVisible();
});

/** UX-J6 */
test('closing says what it does and what stays open, then closes', async () => {
  stand(aClosing());
  const sent = answer('post', '/api/v1/events/:id/close', anEvent({ status: 'closed' }));
  const { user } = openApp(AT, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Close event' }));
  const asked = await screen.findByRole('dialog', { name: 'Close Renal transplant pathology?' });
  expect(within(asked).getByText('119 open cases stay as they are.')).toBeVisible();
  stand(aClosing(CLEAN, 'closed'));
  await user.click(within(asked).getByRole('button', { name: 'Close event' }));
  expect(await screen.findByText('This is its record; presence and results are read-only.')).toBeVisible();
  expect(sent).toHaveLength(1);
  expect(screen.getByRole('button', { name: 'Presence (CSV)' })).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Close event' })).not.toBeInTheDocument();
});

test('what blocks closing stands beside the button', async () => {
  stand(aClosing({ can_close: false, blocked_by: ['presence-unsettled'] }));
  openApp(AT, { me: me() });
  expect(await screen.findByText('Some presence is not settled yet.')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Close event' })).toHaveAttribute('aria-disabled', 'true');
});

test('before the end it is a preview without cases', async () => {
  stand(aClosing({}, 'published'));
  openApp(AT, { me: me() });
  expect(await screen.findByText('The event is not over yet')).toBeVisible();
  expect(screen.queryByRole('heading', { name: /open case/ })).not.toBeInTheDocument();
});

test('a refused close keeps the question open and says why', async () => {
  stand(aClosing(CLEAN));
  refuse('post', '/api/v1/events/:id/close', { status: 409, code: 'presence-unsettled', detail: 'Presence is still being counted.' });
  const { user } = openApp(AT, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Close event' }));
  const asked = await screen.findByRole('dialog');
  await user.click(within(asked).getByRole('button', { name: 'Close event' }));
  expect(await within(asked).findByText('Presence is still being counted.')).toBeVisible();
});

test('without the right to issue there is nothing to issue with, without the right to manage nothing to close', async () => {
  stand(aClosing(), 118);
  openApp(AT, { me: me(['view-organization', 'read-events', 'manage-attendance']) });
  expect(await screen.findByRole('heading', { name: '119 open cases' })).toBeVisible();
  expect(screen.queryByRole('button', { name: /Issue/ })).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Close event' })).not.toBeInTheDocument();
});
