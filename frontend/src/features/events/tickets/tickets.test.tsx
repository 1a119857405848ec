import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { pricesOf, valuesOf } from './ticket-values';
import { aTicket } from '@/features/events/fixtures';
import { anEvent, me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const { id } = anEvent();
const AT = `/org/${ORG_ID}/events/${id}/edit/tickets`;
const API = `/api/v1/events/${id}/tickets`;

function anyEvent(...data: ReturnType<typeof aTicket>[]): void {
  answer('get', `/api/v1/events/${id}`, anEvent({ status: 'published' }));
  answer('get', API, { data });
  answer('get', '/api/v1/payments/account', { account: null });
}

/** PA-8: as the server works it out */
test('a price says what the buyer pays and the organizer receives', async () => {
  anyEvent(aTicket());
  openApp(AT, { me: me() });
  expect(await screen.findByText(/Buyer pays 16.46.USD, you receive 13.39.USD/)).toBeVisible();
});

/** UX-22: a price without payouts has no effect */
test('a price without payouts is flagged and leads to them', async () => {
  anyEvent(aTicket());
  openApp(AT, { me: me() });
  expect(await screen.findByRole('link', { name: 'Set up payouts' })).toHaveAttribute('href', `/org/${ORG_ID}/finance/payouts`);
});

test('a paid ticket is sent in minor units', async () => {
  anyEvent(aTicket({ prices: [] }));
  const sent = answer('post', API, aTicket());
  const { user } = openApp(AT, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Add ticket' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByRole('textbox', { name: /^Name/ }), 'Member');
  await user.click(dialog.getByRole('radio', { name: 'Paid' }));
  await user.type(dialog.getByRole('textbox', { name: 'Amount' }), '19.99');
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  await expect.poll(() => sent[0]?.body).toMatchObject({
    name: 'Member', prices: [{ price: { amount: 1999, currency: 'EUR' }, valid_from: null, valid_to: null }],
  });
});

/** PA-11 */
test('a refused price says what it needs and where', async () => {
  anyEvent(aTicket({ prices: [] }));
  refuse('post', API, { status: 409, code: 'price-needs-payouts', detail: 'Connect payouts first.' });
  const { user } = openApp(AT, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Add ticket' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByRole('textbox', { name: /^Name/ }), 'Member');
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  expect(await dialog.findByRole('link', { name: 'Set up payouts' })).toBeVisible();
});

/** One price at every moment: each begins where the one before it ends. */
test('early prices are sorted and leave no gap', () => {
  const values = { ...valuesOf(aTicket({ prices: [] }), 'UTC', 'EUR'), paid: 'paid' as const, price: 300, early: [{ amount: 200, until: '2027-02-01T00:00' }, { amount: 100, until: '2027-01-01T00:00' }] };
  expect(pricesOf(values, 'UTC').map(({ price, valid_from: from, valid_to: to }) => [price.amount, from, to])).toEqual([
    [100, null, '2027-01-01T00:00:00.000Z'],
    [200, '2027-01-01T00:00:00.000Z', '2027-02-01T00:00:00.000Z'],
    [300, '2027-02-01T00:00:00.000Z', null],
  ]);
});

test('what was priced comes back as it was', () => {
  const ticket = aTicket();
  expect(pricesOf(valuesOf(ticket, 'Europe/Zurich', 'EUR'), 'Europe/Zurich').map(({ price, valid_to: to }) => [price.amount, to && Date.parse(to)])).toEqual(
    ticket.prices.map(({ price, valid_to: to }) => [price.amount, to == null ? null : Date.parse(to)]),
  );
});
