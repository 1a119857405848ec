import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aMyPayment } from './fixtures';
import { stateOf } from './my-payment-state';
import { aDocument, aPayment, me } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const usd = (amount: number) => ({ amount, currency: 'USD' });

test('the account menu leads to what one paid, whoever organized it', async () => {
  answer('get', '/api/v1/payments/mine', { data: [aMyPayment()], next_cursor: null });
  const { user } = openApp('/me/payments', { me: me() });
  expect(await screen.findByRole('heading', { level: 1, name: 'Payments' })).toBeVisible();
  expect(await screen.findAllByText('Renal pathology')).not.toHaveLength(0);
  await user.click(screen.getByRole('button', { name: /^Account/ }));
  expect(await screen.findByRole('menuitem', { name: 'Payments and invoices' })).toHaveAttribute('href', '/me/payments');
});

/** UX-14: the list asks once; the rest is asked for when one is opened. */
test('a payment opens with its lines, refunds and documents', async () => {
  answer('get', '/api/v1/payments/mine', { data: [aMyPayment({ refunded: usd(1339) })], next_cursor: null });
  const one = answer('get', '/api/v1/payments/p1', aPayment({ refunded: usd(1339), documents: [aDocument(), aDocument({ id: 'd2', kind: 'credit_note', number: 'APS-2027-000001' })] }));
  const { user, address } = openApp('/me/payments', { me: me() });
  await screen.findByRole('heading', { level: 1, name: 'Payments' });
  expect(await screen.findAllByText('Partly refunded')).not.toHaveLength(0);
  expect(one).toHaveLength(0);
  await user.click((await screen.findAllByRole('link', { name: 'Renal pathology' }))[0] as HTMLElement);
  const drawer = within(await screen.findByRole('dialog', { name: 'Renal pathology' }));
  expect(await drawer.findByRole('button', { name: 'Download Credit note APS-2027-000001' })).toBeVisible();
  expect(drawer.getByRole('link', { name: 'Open the event' })).toHaveAttribute('href', '/me/events/r1');
  expect(address()).toBe('/me/payments?payment=p1');
  expect(one).toHaveLength(1);
});

test('a document that is still being made is said to be, after some patience', async () => {
  answer('get', '/api/v1/payments/mine', { data: [aMyPayment()], next_cursor: null });
  answer('get', '/api/v1/payments/p1', aPayment({ documents: [aDocument({ ready: false })] }));
  refuse('get', '/api/v1/payments/documents/d1/file', { status: 409, code: 'document-not-ready', retryAfter: 0 });
  const { user } = openApp('/me/payments?payment=p1', { me: me() });
  await user.click(await screen.findByRole('button', { name: /^Download Invoice/ }));
  expect(await screen.findByText(/It is being made/)).toBeVisible();
});

test('what is open leads to paying, and comes back here', async () => {
  answer('get', '/api/v1/payments/mine', { data: [aMyPayment({ status: 'draft', next: 'pay', paid_at: null, hold_expires_at: '2027-03-01T12:15:00Z' })], next_cursor: null });
  answer('get', '/api/v1/payments/p1', aPayment({ status: 'draft' }));
  openApp('/me/payments?payment=p1', { me: me() });
  expect(await screen.findByRole('link', { name: /^Pay 16.46/ })).toHaveAttribute('href', '/checkout/return?payment=p1');
});

test.each([
  [{ status: 'paid' }, 'paid'],
  [{ status: 'paid', refunded: usd(1) }, 'partly'],
  [{ status: 'paid', refunded: usd(1646) }, 'refunded'],
  [{ status: 'open', next: 'pay' }, 'pay'],
  [{ status: 'open', next: 'none' }, 'unfinished'],
  [{ status: 'open', method: 'outside', next: 'none' }, 'invoice'],
  [{ status: 'expired' }, 'expired'],
] as const)('%j is called %s', (change, state) => {
  expect(stateOf(aMyPayment(change))).toBe(state);
});
