import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aListedPayment, aPayment, aRefundQuote, PAYMENT } from '@/features/finance/fixtures';
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

async function refunding() {
  const { user } = shown();
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
  openApp(AT, { me: me() });
  expect(await screen.findByText('Nothing was paid')).toBeInTheDocument();
});

/** UX-4, UX-17: a press is never without an answer. */
test('a part without an amount is asked for at its field', async () => {
  answer('get', QUOTE, aRefundQuote());
  const { user, dialog, amount } = await refunding();
  await user.click(dialog.getByRole('button', { name: 'Refund' }));
  await expect.poll(() => amount).toHaveAccessibleDescription(expect.stringContaining('Type an amount above zero'));
});

/** RF-6 */
test('more than is left is refused in words, and nothing is sent', async () => {
  answer('get', QUOTE, aRefundQuote());
  const { user, dialog, amount } = await refunding();
  refuse('get', QUOTE, { status: 409, code: 'refund-exceeds-payment', detail: 'At most 13.39 USD is left.' });
  await user.type(amount, '99');
  expect(await dialog.findByText('At most 13.39 USD is left.')).toBeVisible();
  await user.click(dialog.getByRole('button', { name: 'Refund' }));
  expect(await dialog.findAllByText('At most 13.39 USD is left.')).toHaveLength(2);
});
