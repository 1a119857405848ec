import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aListedEvent } from '@/features/events/fixtures';
import { me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer } from '@/test/server';

const LIST = `/org/${ORG_ID}/events`;
const COUNTS = { draft: 1, published: 4, live: 0, completed: 2, closed: 0, cancelled: 0 };

/** UX-13, UX-14 */
test('status and search stand in the address and are asked of the server', async () => {
  answer('get', '/api/v1/events/counts', COUNTS);
  const asked = answer('get', '/api/v1/events', { data: [aListedEvent()], next_cursor: null });
  const { user, address } = openApp(LIST, { me: me() });
  await user.click(await screen.findByRole('link', { name: /To close ?2/ }));
  await user.type(screen.getByRole('searchbox'), 'renal');
  await expect.poll(address).toBe(`${LIST}?status=completed&q=renal`);
  await expect.poll(() => asked.at(-1)?.url.searchParams.get('q')).toBe('renal');
  expect(asked.at(-1)?.url.searchParams.get('status')).toBe('completed');
});

test('no match says which filters are on and removes them', async () => {
  answer('get', '/api/v1/events/counts', COUNTS);
  answer('get', '/api/v1/events', { data: [], next_cursor: null });
  const { user, address } = openApp(`${LIST}?q=nothing`, { me: me() });
  expect(await screen.findByText('Search: “nothing”')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Remove all filters' }));
  expect(address()).toBe(LIST);
});

test('the first use leads to the sheet', async () => {
  answer('get', '/api/v1/events/counts', { draft: 0, published: 0, live: 0, completed: 0, closed: 0, cancelled: 0 });
  answer('get', '/api/v1/events', { data: [], next_cursor: null });
  openApp(LIST, { me: me() });
  expect(await screen.findByRole('link', { name: 'Create the first event' })).toHaveAttribute('href', `${LIST}/new`);
});

/** UX-4 */
test('who may only read has no control to create', async () => {
  answer('get', '/api/v1/events/counts', COUNTS);
  answer('get', '/api/v1/events', { data: [aListedEvent()], next_cursor: null });
  openApp(LIST, { me: me(['view-organization', 'read-events']) });
  expect((await screen.findAllByRole('link', { name: 'Renal transplant pathology' }))[0]).toBeVisible();
  expect(screen.queryByRole('link', { name: 'New event' })).toBeNull();
});
