import { screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { aListedPayment, aMonth, aPayment, aRefundQuote, PAYMENT } from '@/features/finance/fixtures';
import { me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const AT = `/org/${ORG_ID}/finance`;
const QUOTE = `/api/v1/payments/${PAYMENT}/refund-quote`;
const usd = (amount: number) => ({ amount, currency: 'USD' });

function shown(change: Parameters<typeof aPayment>[0] = {}) {
  answer('get', '/api/v1/payments/disputes', { data: [], next_cursor: null });
  answer('get', '/api/v1/payments/ledger', { data: [], next_cursor: null });
  answer('get', `/api/v1/payments/${PAYMENT}`, aPayment(change));
  return openApp(`${AT}/${PAYMENT}`, { me: me() });
}

async function refunding(change: Parameters<typeof aPayment>[0] = {}) {
  const { user } = shown(change);
  await user.click(await screen.findByRole('button', { name: 'Refund' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByRole('textbox', { name: /^Reason/ }), 'Could not come');
  await user.click(dialog.getByRole('radio', { name: 'A part' }));
  return { user, dialog, amount: dialog.getByRole('textbox', { name: /^Of the ticket price/ }) };
}

/** PA-8, UX-26 */
test.each([
  [{}, 'You receive'],
  [{ status: 'expired' }, 'You would receive'],
  [{ refunded: usd(1339) }, 'You receive, before refunds'],
] as const)('of a payment with %j it says: %s', async (change, words) => {
  shown(change);
  expect((await screen.findByText(words)).parentElement).toHaveTextContent('13.39');
});

test('of a payment that came to nothing nothing is received', async () => {
  answer('get', '/api/v1/payments', { data: [aListedPayment({ status: 'failed' })], next_cursor: null });
  answer('get', '/api/v1/payments/summary', { data: [] });
  openApp(AT, { me: me() });
  expect(await screen.findByText('Nothing was paid')).toBeInTheDocument();
});

/** RF-10 */
test('a bank that fears fraud is named on the payment, and that nothing goes back by itself', async () => {
  shown({ finance: { disputed: 0, fraud_warned_at: '2026-11-05T10:00:00Z', fraud_type: 'made_with_stolen_card' } });
  expect(await screen.findByText('The buyer\'s bank fears fraud')).toBeVisible();
  expect(screen.getByText(/The card was stolen, it said on/)).toHaveTextContent(/on .*Nov 5, 2026.*Nothing is paid back by itself/);
});

test('once everything went back, of a bank\'s fear nothing is said any more: nothing is left to do', async () => {
  shown({ refunded: usd(1646), finance: { disputed: 0, fraud_warned_at: '2026-11-05T10:00:00Z', fraud_type: 'made_with_stolen_card' } });
  expect(await screen.findByText('You receive, before refunds')).toBeVisible();
  // The words come by themselves, later: what is not there now may be on its way.
  await vi.dynamicImportSettled();
  expect(screen.queryByText('The buyer\'s bank fears fraud')).toBeNull();
});

test('a payment of which a bank fears fraud is marked in the list, and no other, nor once everything went back', async () => {
  answer('get', '/api/v1/payments', { data: [aListedPayment({ fraud_feared: true }), aListedPayment({ id: 'p2' }), aListedPayment({ id: 'p3', fraud_feared: true, refunded: usd(1646) })], next_cursor: null });
  answer('get', '/api/v1/payments/summary', { data: [] });
  openApp(AT, { me: me() });
  const table = within(await screen.findByRole('table', { name: 'Payments' }));
  expect(table.getAllByText('The buyer\'s bank fears fraud')).toHaveLength(1);
});

/** UX-4, UX-17: a press is never without an answer. */
test('a part without an amount is asked for at its field', async () => {
  answer('get', QUOTE, aRefundQuote());
  const { user, dialog, amount } = await refunding();
  await user.click(dialog.getByRole('button', { name: 'Refund' }));
  await expect.poll(() => amount).toHaveAccessibleDescription(expect.stringContaining('Type an amount above zero'));
});

test('an amount that could be read in two ways says so, not that it is none', async () => {
  answer('get', QUOTE, aRefundQuote());
  const { user, dialog, amount } = await refunding();
  await user.type(amount, '1.249');
  await user.click(dialog.getByRole('button', { name: 'Refund' }));
  await expect.poll(() => amount).toHaveAccessibleDescription(expect.stringContaining('Nobody can be sure which amount this is'));
  expect(amount).toHaveAccessibleDescription(expect.stringContaining('Type it like 1234.50.'));
});

/** RF-6 */
test('more than is left is refused in words, and nothing is sent', async () => {
  answer('get', QUOTE, aRefundQuote());
  const { user, dialog, amount } = await refunding();
  const words = 'No more than 8.39 USD of the ticket price is left.';
  const errors = [{ pointer: '/amount', code: 'refund-exceeds-payment', detail: words }, { pointer: '', code: 'left', detail: '8.39 USD' }];
  refuse('get', QUOTE, { status: 409, code: 'refund-exceeds-payment', detail: 'This is more than is left of the payment.', errors });
  await user.type(amount, '13');
  expect(await dialog.findByText(words)).toBeVisible();
  // Asking for the same once more cannot help.
  expect(dialog.queryByRole('button', { name: 'Try again' })).toBeNull();
  await user.click(dialog.getByRole('button', { name: 'Refund' }));
  await expect.poll(() => amount).toHaveAccessibleDescription(expect.stringContaining(words));
  expect(dialog.getByRole('link', { name: words })).toBeVisible();
  // At the field and above it, and not a third time below.
  expect(dialog.getAllByText(words)).toHaveLength(2);
  expect(dialog.queryByText('8.39 USD')).toBeNull();
});

test('more than the ticket can have left is refused at its field before the server is asked', async () => {
  const asked = answer('get', QUOTE, aRefundQuote());
  const { user, dialog, amount } = await refunding();
  const before = asked.length;
  await user.type(amount, '99');
  await user.click(dialog.getByRole('button', { name: 'Refund' }));
  await expect.poll(() => amount).toHaveAccessibleDescription(expect.stringMatching(/No more than 13\.39\sUSD of the ticket price is left/));
  expect(asked.slice(before).map(({ url }) => url.searchParams.get('amount'))).not.toContain('9900');
});

test('of what some went back already only the server says how much is left', async () => {
  answer('get', QUOTE, aRefundQuote());
  const { user, dialog, amount } = await refunding({ items: aPayment().items.map((item) => ({ ...item, refunded: 500 })), refunded: usd(500) });
  const words = 'No more than 8.39 USD of the ticket price is left.';
  refuse('get', QUOTE, { status: 409, code: 'refund-exceeds-payment', detail: 'This is more than is left of the payment.', errors: [{ pointer: '/amount', code: 'refund-exceeds-payment', detail: words }] });
  await user.type(amount, '12');
  expect(await dialog.findByText(words)).toBeVisible();
  await user.click(dialog.getByRole('button', { name: 'Refund' }));
  await expect.poll(() => amount).toHaveAccessibleDescription(expect.stringContaining(words));
  expect(dialog.queryByText(/11\.46/)).toBeNull();
});

/** RF-7: a refund that names no places gives up those that cost nothing with the last of the money. */
test('all that cost something is all of the payment, though a place in it was free', async () => {
  const [first] = aPayment().items;
  if (first === undefined) throw new Error('no place');
  const free = { ...first, id: 'i2', attendee: 'Amina Yusuf', amounts: { ...first.amounts, total: 0 } };
  const asked = answer('get', QUOTE, aRefundQuote());
  const { dialog } = await refunding({ items: [first, free] });
  expect(dialog.queryByRole('checkbox', { name: /Amina Yusuf/ })).toBeNull();
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  expect(asked.map(({ url }) => url.searchParams.get('items'))).not.toContain('i1');
});

/** UX-13 */
test('a row says what went back and what is left, and the page what twelve months brought', async () => {
  const rows = [aListedPayment({ refunded: usd(500), refunds_borne: usd(500), earned: usd(839) }), aListedPayment({ id: 'p2', refunded: usd(1646), refunds_borne: usd(1339), earned: usd(0) })];
  answer('get', '/api/v1/payments', { data: rows, next_cursor: null });
  const asked = answer('get', '/api/v1/payments/summary', { data: [aMonth(), aMonth({ month: '2026-10-01' })] });
  openApp(AT, { me: me() });
  const table = within(await screen.findByRole('table', { name: 'Payments' }));
  expect(table.getByText(/^5\.00\sUSD back, 11\.46\sUSD left$/)).toBeInTheDocument();
  expect(table.getByText('Partly paid back')).toBeInTheDocument();
  expect(table.getByText(/^16\.46\sUSD back, nothing left$/)).toBeInTheDocument();
  expect(table.getByText(/^13\.39\sUSD, less 5\.00\sUSD of refunds$/).parentElement).toHaveTextContent(/^8\.39/);
  expect(table.getByText(/^13\.39\sUSD, less 13\.39\sUSD of refunds$/).parentElement).toHaveTextContent(/^0\.00/);
  const year = within(await screen.findByRole('region', { name: 'The last twelve months' }));
  expect(year.getAllByText('Buyers paid')[0]?.parentElement).toHaveTextContent('395.04');
  expect(asked[0]?.url.searchParams.get('months')).toBe('12');
});
