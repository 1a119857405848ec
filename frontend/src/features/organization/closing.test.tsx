import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aClosing, anOrganization } from './fixtures';
import { me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer } from '@/test/server';

const SETTINGS = `/org/${ORG_ID}/settings`;
const CLOSING = '/api/v1/organizations/current/closing';
const OWNER = me(['view-organization', 'manage-organization', 'own-organization']);

function open(closing = aClosing()) {
  answer('get', '/api/v1/organizations/current', anOrganization({ closes_at: closing.closes_at }));
  answer('get', CLOSING, closing);
  return openApp(SETTINGS, { me: { ...OWNER, memberships: OWNER.memberships.map((held) => ({ ...held, closes_at: closing.closes_at })) } });
}

const panel = async () => within(await screen.findByRole('region', { name: 'Close the organization' }));

/** OR-18, UX-28 */
test('closing says what it means, and takes the name', async () => {
  const sent = answer('post', CLOSING, aClosing({ closing_at: '2026-11-26T09:00:00Z', closes_at: '2026-12-26T09:00:00Z' }));
  const { user } = open(aClosing({ ends_plan: true }));
  await user.click(await (await panel()).findByRole('button', { name: 'Close the organization' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Close Alpine Pathology Society?' }));
  expect(dialog.getByText(/The plan ends at once, without a refund, and does not come back/)).toBeVisible();
  expect(dialog.getByText(/Certificates stay valid/)).toBeVisible();
  const press = dialog.getByRole('button', { name: 'Close the organization' });
  await user.type(dialog.getByRole('textbox', { name: /Type “Alpine Pathology Society”/ }), 'Alpine');
  await user.click(press);
  expect((await dialog.findAllByText('This is not its name.'))[0]).toBeVisible();
  expect(sent).toHaveLength(0);
  await user.type(dialog.getByRole('textbox', { name: /Type/ }), ' Pathology Society');
  await user.click(press);
  await waitFor(() => expect(sent[0]?.body).toEqual({ name: 'Alpine Pathology Society' }));
});

test('without a paid plan nothing is said of one that ends', async () => {
  const { user } = open();
  await user.click(await (await panel()).findByRole('button', { name: 'Close the organization' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.queryByText(/The plan ends at once/)).toBeNull();
  expect(dialog.getByText('There is no paid plan that would end.')).toBeVisible();
});

/** BI-18 */
test('what stands in the way is listed with the way to it, and nothing can be pressed', async () => {
  open(
    aClosing({
      open_events: [{ id: 'e1', title: 'Renal transplant pathology', ends_at: '2027-03-03T18:00:00Z' }],
      open_money: [
        { kind: 'paid_registrations', id: 'e1', title: 'Renal transplant pathology', count: 3 },
        { kind: 'dispute', id: 'p1', count: 1, amount: { amount: 700, currency: 'USD' } },
        { kind: 'balance', count: 1, amount: { amount: 5_000, currency: 'USD' } },
      ],
    }),
  );
  const shown = await panel();
  const events = within(await shown.findByRole('region', { name: 'Events that are still to come' }));
  expect(events.getByRole('link', { name: 'Renal transplant pathology' })).toHaveAttribute('href', `/org/${ORG_ID}/events/e1`);
  const money = within(shown.getByRole('region', { name: 'Money that is still to be settled' }));
  expect(money.getByText('3 people for Renal transplant pathology')).toBeVisible();
  expect(money.getByRole('link', { name: 'A dispute' })).toHaveAttribute('href', `/org/${ORG_ID}/finance/p1`);
  expect(money.getByRole('link', { name: 'A balance' })).toHaveAttribute('href', `/org/${ORG_ID}/finance/payouts`);
  expect(shown.queryByRole('button')).toBeNull();
});

test('what closes says so above every page, changes nothing, and its owner opens it again', async () => {
  const sent = answer('delete', CLOSING, anOrganization());
  const { user } = open(aClosing({ closing_at: '2026-11-26T09:00:00Z', closes_at: '2026-12-26T09:00:00Z' }));
  expect(await screen.findByText(/This organization closes on/)).toHaveTextContent('Dec 26, 2026');
  expect(screen.queryByRole('region', { name: 'Name and place' })).toBeNull();
  await user.click(await (await panel()).findByRole('button', { name: 'Open it again' }));
  await waitFor(() => expect(sent).toHaveLength(1));
});

test('an administrator is not offered to close', async () => {
  answer('get', '/api/v1/organizations/current', anOrganization());
  openApp(SETTINGS, { me: me(['view-organization', 'manage-organization']) });
  expect(await screen.findByRole('region', { name: 'Name and place' })).toBeVisible();
  expect(screen.queryByRole('region', { name: 'Close the organization' })).toBeNull();
});
