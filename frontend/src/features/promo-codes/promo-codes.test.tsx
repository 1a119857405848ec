import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aBatch, aCode } from './fixtures';
import { me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const AT = `/org/${ORG_ID}/promo-codes`;
const ACCOUNT = {
  id: 'acc1', country: 'CH', business_type: 'non_profit', status: 'active', charges_enabled: true, payouts_enabled: true, requirements_due: [], settlement_currency: 'CHF', payout_mode: 'after_event',
  connected_at: '2026-02-01T09:00:00Z',
};

function list(...data: ReturnType<typeof aCode>[]) {
  answer('get', '/api/v1/payments/account', { account: ACCOUNT });
  return answer('get', '/api/v1/promo-codes', { data, next_cursor: null });
}

test('a new code begins with the currency in which the organization is paid out', async () => {
  list();
  const sent = answer('post', '/api/v1/promo-codes', aCode());
  const { user } = openApp(AT, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'New code' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByRole('textbox', { name: /^Code/ }), 'TENOFF');
  await user.click(dialog.getByRole('radio', { name: /^Amount off/ }));
  await user.type(dialog.getByRole('textbox', { name: /^Off each ticket/ }), '10');
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  await expect.poll(() => sent[0]?.body).toMatchObject({ rules: { amount: { amount: 1000, currency: 'CHF' } } });
});

/** PC-1, PC-3: the word is sent as it is stored, the percent in basis points */
test('a code for a third off is made and shown', async () => {
  list();
  answer('get', '/api/v1/promo-codes/pc1', aCode());
  answer('get', '/api/v1/promo-codes/pc1/redemptions', { data: [], next_cursor: null });
  const sent = answer('post', '/api/v1/promo-codes', aCode());
  const { user, address } = openApp(AT, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'New code' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByRole('textbox', { name: /^Code/ }), 'spring');
  await user.type(dialog.getByRole('textbox', { name: 'Percent off' }), '33.3');
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  await expect.poll(() => sent[0]?.body).toMatchObject({ code: 'SPRING', rules: { kind: 'percent', percent_bp: 3330, amount: null, scope: 'all' } });
  await expect.poll(address).toBe(`${AT}/pc1`);
});

/** PC-3: nothing less than the price may be taken off, but a price of nothing may be set. */
test('a code makes a ticket free, and takes off more than nothing', async () => {
  list();
  const sent = answer('post', '/api/v1/promo-codes', aCode());
  const { user } = openApp(AT, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'New code' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByRole('textbox', { name: /^Code/ }), 'FREE');
  await user.click(dialog.getByRole('radio', { name: /^Amount off/ }));
  const typed = () => dialog.getByRole('textbox', { name: /^(Off each|Price of each) ticket/ });
  await user.type(typed(), '0');
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  await expect.poll(typed).toHaveAccessibleDescription(expect.stringContaining('Type an amount above zero'));
  expect(sent).toHaveLength(0);
  await user.click(dialog.getByRole('radio', { name: /^Fixed price/ }));
  await user.clear(typed());
  await user.type(typed(), '0');
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  await expect.poll(() => sent[0]?.body).toMatchObject({ code: 'FREE', rules: { kind: 'set_price', amount: { amount: 0 } } });
});

test('a word that is taken is said at its field', async () => {
  list();
  refuse('post', '/api/v1/promo-codes', { status: 409, code: 'code-taken', detail: 'There is a code of that name already.' });
  const { user } = openApp(AT, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'New code' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByRole('textbox', { name: /^Code/ }), 'SPRING');
  await user.type(dialog.getByRole('textbox', { name: 'Percent off' }), '10');
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  expect(await dialog.findByText('There is a code of that name already.')).toBeVisible();
});

/** Kind and value are frozen after the first use. */
test('a code that was used keeps its kind and value', async () => {
  answer('get', '/api/v1/promo-codes/pc1', aCode({ redeemed: 1 }));
  answer('get', '/api/v1/promo-codes/pc1/redemptions', { data: [], next_cursor: null });
  const { user } = openApp(`${AT}/pc1`, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Edit' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText(/kind and value stay/)).toBeVisible();
  expect(dialog.queryByRole('radio', { name: /Percent off/ })).toBeNull();
});

test('archiving is asked about and names what stays valid', async () => {
  answer('get', '/api/v1/promo-codes/pc1', aCode({ reserved: 2 }));
  answer('get', '/api/v1/promo-codes/pc1/redemptions', { data: [], next_cursor: null });
  const sent = answer('post', '/api/v1/promo-codes/pc1/archive', aCode({ status: 'archived' }));
  const { user } = openApp(`${AT}/pc1`, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Archive' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Archive SPRING?' }));
  expect(dialog.getByText(/2 reservations stay valid/)).toBeVisible();
  await user.click(dialog.getByRole('button', { name: 'Archive' }));
  await expect.poll(() => sent.length).toBe(1);
});

test('a batch makes codes that work once each', async () => {
  answer('get', '/api/v1/promo-codes/batches', { data: [], next_cursor: null });
  const sent = answer('post', '/api/v1/promo-codes/batches', aBatch());
  const { user } = openApp(`${AT}/batches`, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'New batch' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByRole('textbox', { name: /Begin with/ }), 'gift-');
  await user.type(dialog.getByRole('textbox', { name: 'Percent off' }), '100');
  await user.click(dialog.getByRole('button', { name: 'Make codes' }));
  await expect.poll(() => sent[0]?.body).toMatchObject({ count: 100, prefix: 'GIFT-', rules: { max_uses: 1, percent_bp: 10_000 } });
});
