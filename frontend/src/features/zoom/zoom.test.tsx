import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { keepBegun } from './begun';
import { aConnection } from './fixtures';
import { me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const INTEGRATIONS = `/org/${ORG_ID}/integrations`;

beforeEach(() => sessionStorage.clear());

/** ZM-1 */
test('a degraded connection says why and what is missing, and is connected again', async () => {
  answer('get', '/api/v1/integrations/zoom', { data: [aConnection({ status: 'degraded', last_error: 'Zoom refused five times.', missing_scopes: ['meeting:write:registrant'] })] });
  const begun = answer('post', '/api/v1/integrations/zoom/connect', { authorize_url: 'https://zoom.example/oauth?state=s' });
  const { user } = openApp(INTEGRATIONS, { me: me() });
  expect(await screen.findByText('Zoom refused five times.')).toBeVisible();
  expect(screen.getByText('meeting:write:registrant')).toBeVisible();
  const assign = vi.fn();
  const { href, origin } = globalThis.location;
  const place = vi.spyOn(globalThis, 'location', 'get').mockReturnValue({ href, origin, assign } as unknown as Location);
  await user.click(screen.getByRole('button', { name: 'Connect again' }));
  await waitFor(() => expect(begun[0]?.body).toEqual({ return_to: INTEGRATIONS }));
  await waitFor(() => expect(assign).toHaveBeenCalledWith('https://zoom.example/oauth?state=s'));
  place.mockRestore();
});

test('disconnecting names the meetings that depend on it', async () => {
  answer('get', '/api/v1/integrations/zoom', { data: [aConnection()] });
  const ended = answer('delete', `/api/v1/integrations/zoom/${aConnection().id}`, 204);
  const { user } = openApp(INTEGRATIONS, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Disconnect' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Disconnect Zoom?' }));
  expect(dialog.getByText(/2 meetings are no longer followed/)).toBeVisible();
  await user.click(dialog.getByRole('button', { name: 'Disconnect' }));
  await waitFor(() => expect(ended[0]?.url.searchParams.get('confirm')).toBe('true'));
  expect(ended[0]?.headers.get('if-match')).toBe('"3"');
});

/** UX-46: a mailed or returned link opens a page; only a press acts */
test('the way back spends the code by a press, for the organization that began, and goes on there', async () => {
  keepBegun(ORG_ID);
  const spent = answer('post', '/api/v1/integrations/zoom/callback', { connection: aConnection(), return_to: INTEGRATIONS });
  answer('get', '/api/v1/integrations/zoom', { data: [aConnection()] });
  const { user, address } = openApp('/integrations/zoom/return?code=c&state=s', { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Complete connection' }));
  await waitFor(() => expect(spent[0]?.body).toEqual({ code: 'c', state: 's' }));
  await waitFor(() => expect(address()).toBe(INTEGRATIONS));
  expect(await screen.findByText('Zoom is connected.')).toBeVisible();
});

test('a missing permission is named, and nothing is lost', async () => {
  keepBegun(ORG_ID);
  refuse('post', '/api/v1/integrations/zoom/callback', { status: 422, code: 'scope-missing', detail: 'Zoom did not allow: report:read:list_meeting_participants.' });
  const { user } = openApp('/integrations/zoom/return?code=c&state=s', { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Complete connection' }));
  expect(await screen.findByText(/report:read:list_meeting_participants/)).toBeVisible();
  expect(screen.getByRole('link', { name: 'Back to integrations' })).toHaveAttribute('href', INTEGRATIONS);
});

test('a refusal at Zoom changes nothing and says where to start again', async () => {
  openApp('/integrations/zoom/return?error=access_denied', { me: me() });
  expect(await screen.findByText('Zoom was not connected')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Complete connection' })).toBeNull();
});
