import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aBalance, anAccount, aPayment, aPayout, ENTRIES, PAYMENT, POLICY, SETTINGS } from '@/features/finance/fixtures';
import { me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer } from '@/test/server';

const AT = `/org/${ORG_ID}/finance`;

/** PA-13 */
test('what was sold in another currency than the account keeps says where it goes', async () => {
  answer('get', '/api/v1/payments/account', { account: anAccount() });
  answer('get', '/api/v1/payments/balance', { data: [aBalance('CHF'), aBalance('USD')] });
  answer('get', '/api/v1/payments/payouts', { data: [aPayout()], next_cursor: null });
  answer('get', '/api/v1/payments/settings', SETTINGS);
  answer('get', '/api/v1/payments/refund-policies', { current: POLICY, data: [] });
  openApp(`${AT}/payouts`, { me: me() });
  const dollars = within(await screen.findByRole('region', { name: 'Balance in USD' }));
  expect(dollars.getByText(/Your account keeps CHF. What is sold in USD moves to that balance/)).toBeVisible();
  const francs = within(screen.getByRole('region', { name: 'Balance in CHF' }));
  expect(francs.queryByText(/Your account keeps/)).toBeNull();
});

/** PA-13 */
test('a payment that was converted tells what came to the account', async () => {
  answer('get', '/api/v1/payments/disputes', { data: [], next_cursor: null });
  answer('get', '/api/v1/payments/ledger', { data: ENTRIES, next_cursor: null });
  answer('get', `/api/v1/payments/${PAYMENT}`, aPayment({ finance: { disputed: 0, arrived: { amount: 1205, currency: 'CHF' } } }));
  openApp(`${AT}/${PAYMENT}`, { me: me() });
  expect((await screen.findByText('Came to your account as')).parentElement).toHaveTextContent(/12.05.CHF/);
});

/** PA-13 */
test('of who is paid out every day nothing waits for its event, and what ends it is said', async () => {
  answer('get', '/api/v1/payments/account', { account: anAccount({ payout_mode: 'rolling' }) });
  answer('get', '/api/v1/payments/balance', { data: [aBalance('CHF', { upcoming: { amount: 0, currency: 'CHF' } })] });
  answer('get', '/api/v1/payments/payouts', { data: [aPayout()], next_cursor: null });
  answer('get', '/api/v1/payments/settings', { ...SETTINGS, payout_mode: 'rolling' });
  answer('get', '/api/v1/payments/refund-policies', { current: POLICY, data: [] });
  openApp(`${AT}/payouts`, { me: me() });
  expect(await screen.findByText(/Paid out every day, as was agreed with you.*debt ends it/)).toBeVisible();
  const francs = within(await screen.findByRole('region', { name: 'Balance in CHF' }));
  expect(francs.getByText('Settling')).toBeVisible();
  expect(francs.queryByText('Not due yet')).toBeNull();
  expect(francs.queryByText(/two days after/)).toBeNull();
});

/** LG-2 */
test('fees that a statement claims are named, and that payouts are less by them', async () => {
  answer('get', '/api/v1/payments/account', { account: anAccount() });
  answer('get', '/api/v1/payments/balance', { data: [aBalance('CHF', { fees_owed: { amount: 1250, currency: 'CHF' } }), aBalance('USD')] });
  answer('get', '/api/v1/payments/payouts', { data: [], next_cursor: null });
  answer('get', '/api/v1/payments/settings', SETTINGS);
  answer('get', '/api/v1/payments/refund-policies', { current: POLICY, data: [] });
  openApp(`${AT}/payouts`, { me: me() });
  const francs = within(await screen.findByRole('region', { name: 'Balance in CHF' }));
  expect(francs.getByText('Fees you owe').parentElement).toHaveTextContent(/12\.50.CHF.*the next payouts are less by them/);
  expect(within(screen.getByRole('region', { name: 'Balance in USD' })).queryByText('Fees you owe')).toBeNull();
});

test('of a payout that came to nothing no day of arrival is said', async () => {
  answer('get', '/api/v1/payments/account', { account: anAccount() });
  answer('get', '/api/v1/payments/balance', { data: [] });
  answer('get', '/api/v1/payments/payouts', { data: [aPayout({ status: 'canceled' }), aPayout({ id: 'po2', status: 'failed', failure_code: 'account_closed' }), aPayout({ id: 'po3' })], next_cursor: null });
  answer('get', '/api/v1/payments/settings', SETTINGS);
  answer('get', '/api/v1/payments/refund-policies', { current: POLICY, data: [] });
  openApp(`${AT}/payouts`, { me: me() });
  const table = within(await screen.findByRole('table', { name: 'Payouts' }));
  expect(table.getAllByText(/Oct 4, 2026/)).toHaveLength(1);
});
