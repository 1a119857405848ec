import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aDaily, aDebt } from './fixtures';
import { me } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const operator = { ...me(), platform_role: 'operator' };
const WRITE_OFFS = '/api/v1/billing/write-offs';
const usd = (amount: number) => ({ amount, currency: 'USD' });

function lists(daily = [aDaily()]): void {
  answer('get', '/api/v1/billing/debts', { data: [aDebt()], next_cursor: null });
  answer('get', '/api/v1/billing/daily-payouts', { data: daily, next_cursor: null });
}

/** LG-1 */
test('a debt is written off with an amount and a reason, never more than is owed', async () => {
  lists();
  const sent = answer('post', WRITE_OFFS, { organization_id: 'o1', organization_name: 'Alpine Pathology Society', payment_id: null, amount: usd(2000), left: usd(4900) });
  refuse('post', WRITE_OFFS, { status: 409, code: 'write-off-exceeds-debt', detail: 'This is more than is owed.' }, { once: true });
  const { user } = openApp('/operate/debts', { me: operator });
  await user.click((await screen.findAllByRole('button', { name: /^Write off 69.00.USD of Alpine Pathology Society$/ }))[0] as HTMLElement);
  const dialog = within(await screen.findByRole('dialog'));
  const amount = dialog.getByRole('textbox', { name: /^Amount/ });
  await user.clear(amount);
  await user.type(amount, '69.01');
  await user.type(dialog.getByRole('textbox', { name: /^Payment/ }), 'that one');
  await user.click(dialog.getByRole('button', { name: 'Write off' }));
  await expect.poll(() => amount).toHaveAccessibleDescription(expect.stringContaining('at most 69.00'));
  expect(dialog.getByRole('textbox', { name: /^Payment/ })).toHaveAccessibleDescription(expect.stringContaining('This is no id of a payment'));
  expect(dialog.getByRole('textbox', { name: /^Reason/ })).toHaveAccessibleDescription(expect.stringContaining('Say why'));
  expect(sent).toHaveLength(0);
  await user.clear(amount);
  await user.type(amount, '20.00');
  await user.clear(dialog.getByRole('textbox', { name: /^Payment/ }));
  await user.type(dialog.getByRole('textbox', { name: /^Reason/ }), 'They are dissolved.');
  await user.click(dialog.getByRole('button', { name: 'Write off' }));
  expect(await dialog.findByText('This is more than is owed.')).toBeVisible();
  await user.click(dialog.getByRole('button', { name: 'Write off' }));
  await expect.poll(() => sent.map(({ body }) => body)).toEqual([{ organization: 'o1', payment_id: null, amount: usd(2000), reason: 'They are dissolved.' }]);
  expect(sent[0]?.headers.get('idempotency-key')).not.toBeNull();
  expect(await screen.findByText(/Written off; 49.00.USD is still owed/)).toBeVisible();
});

/** LG-2, PA-13 */
test('daily payouts are refused to whoever owes something, and end with a reason', async () => {
  lists();
  refuse('post', '/api/v1/billing/daily-payouts', { status: 409, code: 'organizer-in-debt', detail: 'The organizer owes the platform something.' });
  const ended = answer('post', '/api/v1/billing/daily-payouts/o1/end', 204);
  const { user } = openApp('/operate/debts', { me: operator });
  await user.click(await screen.findByRole('button', { name: 'Grant daily payouts' }));
  let dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByRole('textbox', { name: /^Organization/ }), 'alpine-pathology');
  await user.type(dialog.getByRole('textbox', { name: /^Reason/ }), 'Ten good years.');
  await user.click(dialog.getByRole('button', { name: 'Grant daily payouts' }));
  expect(await dialog.findByText('The organizer owes the platform something.')).toBeVisible();
  await user.keyboard('{Escape}');
  await user.click((await screen.findAllByRole('button', { name: 'End daily payouts of Alpine Pathology Society' }))[0] as HTMLElement);
  dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByRole('textbox', { name: /^Reason/ }), 'They asked.');
  await user.click(dialog.getByRole('button', { name: 'End' }));
  await expect.poll(() => ended.map(({ body }) => body)).toEqual([{ reason: 'They asked.' }]);
  expect(await screen.findByText('Payouts are no longer daily')).toBeVisible();
});
