import { screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { filterOf, NONE } from './filter';
import { anEntry } from './fixtures';
import { saveText } from '@/lib/download';
import { me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer } from '@/test/server';

vi.mock('@/lib/download', () => ({ saveText: vi.fn() }));

const AUDIT = `/org/${ORG_ID}/audit`;

test('an entry says who did what to which object, and what changed', async () => {
  answer('get', '/api/v1/oversight/audit', { data: [anEntry()], next_cursor: null });
  const { user } = openApp(AUDIT, { me: me() });
  expect(await screen.findByText('Changed a member')).toBeVisible();
  expect(screen.getByText(/Anna Keller · 192.0.2.0\/24/)).toBeVisible();
  await user.click(screen.getByText('1 field'));
  expect(screen.getByText('["viewer"] → ["organizer"]')).toBeVisible();
});

test('what we have no words for is shown as the log writes it', async () => {
  answer('get', '/api/v1/oversight/audit', { data: [anEntry({ action: 'thing.made', before: null, after: null })], next_cursor: null });
  openApp(AUDIT, { me: me() });
  expect(await screen.findByText('thing.made')).toBeVisible();
  expect(screen.queryByText(/field/)).toBeNull();
});

/** UX-13, UX-16 */
test('filters stand in the address, are asked of the server, and the file holds just them', async () => {
  const asked = answer('get', '/api/v1/oversight/audit', { data: [anEntry()], next_cursor: null });
  const file = answer('get', '/api/v1/oversight/audit.csv', 'at,action');
  const { user, address } = openApp(AUDIT, { me: me() });
  await user.selectOptions(await screen.findByRole('combobox', { name: /What/ }), 'Members');
  await waitFor(() => expect(address()).toBe(`${AUDIT}?action=member`));
  await user.click(await screen.findByRole('button', { name: 'All by Anna Keller' }));
  await waitFor(() => expect(address()).toBe(`${AUDIT}?action=member&actor=${anEntry().actor.id}`));
  await expect.poll(() => asked.at(-1)?.url.searchParams.get('actor')).toBe(anEntry().actor.id);
  await user.click(screen.getByRole('button', { name: 'Export CSV' }));
  await waitFor(() => expect(file[0]?.url.search).toBe(`?action=member&actor=${anEntry().actor.id}`));
  await waitFor(() => expect(saveText).toHaveBeenCalled());
  await user.click(screen.getByRole('button', { name: /Only by Anna Keller/ }));
  expect(address()).toBe(`${AUDIT}?action=member`);
});

test('the last day is meant whole, by the clock of the reader', () => {
  const midnight = (month: number, day: number) => new Date(2026, month - 1, day).toISOString();
  expect(filterOf({ ...NONE, from: '2026-11-20', to: '2026-11-20' })).toMatchObject({ from: midnight(11, 20), to: midnight(11, 21) });
  // A night on which the clocks go back in much of Europe.
  expect(filterOf({ ...NONE, to: '2026-10-25' }).to).toBe(midnight(10, 26));
});

test('no match removes the filters', async () => {
  answer('get', '/api/v1/oversight/audit', { data: [], next_cursor: null });
  const { user, address } = openApp(`${AUDIT}?action=zoom`, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Clear filters' }));
  expect(address()).toBe(AUDIT);
});
