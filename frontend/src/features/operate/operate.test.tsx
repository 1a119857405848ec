import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aComparison, aDeadJob, aFinding, aFlagged, PLANS } from './fixtures';
import { me } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const operator = { ...me(), platform_role: 'operator' };
const support = { ...me(), platform_role: 'support' };

function findings(): ReturnType<typeof answer> {
  answer('get', '/api/v1/operators/reconciliations', { data: [aComparison()], next_cursor: null });
  return answer('get', '/api/v1/billing/findings', { data: [aFinding()], next_cursor: null });
}

test('nobody but staff finds anything here, and their navigation does not name it', async () => {
  openApp('/operate', { me: me() });
  expect(await screen.findByRole('alert')).toHaveTextContent('We cannot find this');
  expect(screen.queryByRole('link', { name: 'Operate' })).toBeNull();
});

test('support looks, and has nothing to press', async () => {
  findings();
  openApp('/operate', { me: support });
  expect(await screen.findAllByText('refund-amount')).not.toHaveLength(0);
  expect(screen.getByText('You look, and change nothing')).toBeVisible();
  expect(screen.getByText(/1,?204 objects, 2 repaired, 1 new finding/)).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Close/ })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Compare now' })).toBeNull();
  expect(screen.getAllByRole('link', { name: 'Operate' })).not.toHaveLength(0);
});

test('amounts that differ are read as money, other values as they are', async () => {
  answer('get', '/api/v1/operators/reconciliations', { data: [aComparison()], next_cursor: null });
  answer('get', '/api/v1/billing/findings', { data: [aFinding(), aFinding({ id: 'fi2', local: null, expected: { amount_total: 4900 } })], next_cursor: null });
  openApp('/operate', { me: operator });
  expect(await screen.findAllByText('13.39\u00a0USD', { normalizer: (text) => text })).not.toHaveLength(0);
  expect(screen.getAllByText('16.46\u00a0USD', { normalizer: (text) => text })).not.toHaveLength(0);
  expect(screen.getAllByText('amount_total')).not.toHaveLength(0);
});

test('a finding is closed with a reason, never without', async () => {
  findings();
  const sent = answer('post', '/api/v1/billing/findings/fi1/close', aFinding({ closed_at: '2026-11-26T09:00:00Z' }));
  const { user } = openApp('/operate', { me: operator });
  await user.click((await screen.findAllByRole('button', { name: 'Close refund-amount re_3P7aXy2eZvKYlo2C' }))[0] as HTMLElement);
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(dialog.getByRole('button', { name: 'Close the finding' }));
  expect(await dialog.findAllByText('Say why')).not.toHaveLength(0);
  expect(sent).toHaveLength(0);
  await user.type(dialog.getByRole('textbox', { name: /Reason/ }), 'Booked by hand.');
  await user.click(dialog.getByRole('button', { name: 'Close the finding' }));
  await expect.poll(() => sent[0]?.body).toEqual({ reason: 'Booked by hand.' });
});

test('a comparison is asked for with a reason, once', async () => {
  findings();
  const sent = answer('post', '/api/v1/operators/reconciliations', aComparison({ finished_at: null }));
  const { user } = openApp('/operate', { me: operator });
  await user.click(await screen.findByRole('button', { name: 'Compare now' }));
  await user.type(await screen.findByRole('textbox', { name: /Reason/ }), 'A webhook was lost.');
  await user.click(screen.getByRole('button', { name: 'Start comparing' }));
  await expect.poll(() => sent[0]?.body).toEqual({ reason: 'A webhook was lost.' });
  expect(sent[0]?.headers.get('idempotency-key')).not.toBeNull();
});

/** PA-18 */
test('a flagged payment is paid back after its effect was said; a refusal stays readable', async () => {
  answer('get', '/api/v1/billing/flagged-payments', { data: [aFlagged()], next_cursor: null });
  refuse('post', '/api/v1/billing/flagged-payments/p1/settle', { status: 409, code: 'payment-not-acceptable', detail: 'Another account received it.' });
  const { user } = openApp('/operate/flagged-payments', { me: operator });
  await user.click((await screen.findAllByRole('button', { name: /^Accept 16.46.USD of Łukasz Żółć$/ }))[0] as HTMLElement);
  await user.type(await screen.findByRole('textbox', { name: /Reason/ }), 'Looked at it.');
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Accept' }));
  expect(await screen.findByText('Another account received it.')).toBeVisible();
  expect(screen.getByRole('textbox', { name: /Reason/ })).toHaveValue('Looked at it.');
});

test('a dead job is tried again', async () => {
  answer('get', '/api/v1/operators/dead-jobs', { data: [aDeadJob()], next_cursor: null });
  const sent = answer('post', '/api/v1/operators/dead-jobs/dj1/replay', aDeadJob({ replayed_at: '2026-11-26T10:00:00Z' }));
  const { user } = openApp('/operate/dead-jobs', { me: operator });
  await user.click((await screen.findAllByRole('button', { name: 'Try again: send-email' }))[0] as HTMLElement);
  await user.type(await screen.findByRole('textbox', { name: /Reason/ }), 'The mail server is back.');
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Try again' }));
  await expect.poll(() => sent[0]?.body).toEqual({ reason: 'The mail server is back.' });
});

test('a new version keeps the prices of the present one and says what it changes', async () => {
  answer('get', '/api/v1/billing/plans', PLANS);
  const sent = answer('post', '/api/v1/billing/catalogue/plans', { id: 'pl1', plan: 'organizer', price_ids: [] });
  const { user } = openApp('/operate/plans', { me: operator });
  await user.click(await screen.findByRole('button', { name: 'New version of Organizer' }));
  const events = await screen.findByRole('textbox', { name: /Events a month/ });
  await user.clear(events);
  await user.type(events, '40');
  await user.type(screen.getByRole('textbox', { name: /Reason/ }), 'Limits of 2027.');
  await user.click(screen.getByRole('button', { name: 'Put on offer' }));
  await expect.poll(() => sent[0]?.body).toMatchObject({
    plan: 'organizer', events_per_month: 40, courses_per_month: 0, features: ['events', 'certificates'], reason: 'Limits of 2027.',
    prices: [{ interval: 'month', amount: { amount: 2900, currency: 'USD' }, seat_amount: null }, { interval: 'year', amount: { amount: 29_000, currency: 'USD' }, seat_amount: null }],
  });
});
