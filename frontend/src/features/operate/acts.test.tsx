import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aDeadJob, aFlagged, PLANS } from './fixtures';
import { me } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse, type Seen } from '@/test/server';

const operator = { ...me(), platform_role: 'operator' };
const GRANTS = '/api/v1/billing/grants';
const PRICES = '/api/v1/billing/catalogue/prices';
const GRANT = { organization_id: 'o1', organization_name: 'Alpine Pathology Society', plan: 'organization' as const, granted_until: '2027-06-30T22:00:00Z', reason: 'A prize.' };

async function plans(button: string) {
  answer('get', '/api/v1/billing/plans', PLANS);
  const { user } = openApp('/operate/plans', { me: operator });
  await user.click(await screen.findByRole('button', { name: button }));
  const dialog = within(await screen.findByRole('dialog'));
  return { user, dialog, send: (name: string) => user.click(dialog.getByRole('button', { name })) };
}

/** The one thing that was sent, under a key that makes it happen once. */
async function sentOnce(sent: Seen[]): Promise<unknown> {
  await expect.poll(() => sent).toHaveLength(1);
  expect(sent[0]?.headers.get('idempotency-key')).not.toBeNull();
  return sent[0]?.body;
}

test('a plan is given to whom, until when and why; without it nothing is sent', async () => {
  const sent = answer('post', GRANTS, GRANT);
  const { user, dialog, send } = await plans('Give a plan');
  await user.clear(dialog.getByLabelText('Date'));
  await send('Give the plan');
  for (const [field, problem] of [['Organization', 'Say which organization'], ['Reason', 'Say why']] as const) {
    const box = dialog.getByRole('textbox', { name: new RegExp(`^${field}`) });
    await expect.poll(() => box).toBeInvalid();
    expect(box).toHaveAccessibleDescription(expect.stringContaining(problem));
  }
  expect(dialog.getAllByText('Say when')).not.toHaveLength(0);
  expect(sent).toHaveLength(0);
  await user.type(dialog.getByRole('textbox', { name: /^Organization/ }), ' alpine-pathology ');
  await user.selectOptions(dialog.getByRole('combobox', { name: 'Plan' }), 'organization');
  await user.type(dialog.getByLabelText('Date'), '2027-06-30');
  await user.clear(dialog.getByLabelText('Time'));
  await user.type(dialog.getByLabelText('Time'), '18:00');
  await user.type(dialog.getByRole('textbox', { name: /^Reason/ }), 'A prize.');
  await send('Give the plan');
  expect(await sentOnce(sent)).toEqual({ organization: 'alpine-pathology', plan: 'organization', until: new Date('2027-06-30T18:00').toISOString(), reason: 'A prize.' });
  expect(await screen.findByText('Alpine Pathology Society has the plan')).toBeVisible();
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('who pays for a plan keeps it: the refusal is read in the dialog, and what was typed stays', async () => {
  refuse('post', GRANTS, { status: 422, code: 'validation-failed', errors: [{ pointer: '/until', code: 'out-of-range', detail: 'At most two years from now.' }] }, { once: true });
  const { user, dialog, send } = await plans('Give a plan');
  await user.type(dialog.getByRole('textbox', { name: /^Organization/ }), 'alpine-pathology');
  await user.type(dialog.getByRole('textbox', { name: /^Reason/ }), 'A prize.');
  await send('Give the plan');
  const until = dialog.getByRole('group', { name: 'Until' });
  await expect.poll(() => until).toHaveAccessibleDescription(expect.stringContaining('At most two years from now.'));
  refuse('post', GRANTS, { status: 409, code: 'subscription-exists', detail: 'This organization pays for a plan.' });
  await send('Give the plan');
  expect(await dialog.findByText('This organization pays for a plan.')).toBeVisible();
  expect(dialog.getByRole('textbox', { name: /^Organization/ })).toHaveValue('alpine-pathology');
});

test('a price is put on offer for a plan, an interval and a currency', async () => {
  const sent = answer('post', PRICES, { id: 'pl1', plan: 'organization', price_ids: ['pp1'] });
  const { user, dialog, send } = await plans('New price');
  await send('Put on offer');
  const amount = dialog.getByRole('textbox', { name: /^Price, before tax/ });
  await expect.poll(() => amount).toHaveAccessibleDescription(expect.stringContaining('Type an amount above zero'));
  expect(dialog.getByRole('textbox', { name: /^Reason/ })).toHaveAccessibleDescription(expect.stringContaining('Say why'));
  expect(sent).toHaveLength(0);
  await user.selectOptions(dialog.getByRole('combobox', { name: 'Plan' }), 'organization');
  await user.click(dialog.getByRole('radio', { name: 'By the year' }));
  await user.type(amount, '1990');
  await user.type(dialog.getByRole('textbox', { name: /^A further seat/ }), '99.50');
  await user.type(dialog.getByRole('textbox', { name: /^Reason/ }), 'Prices of 2027.');
  await send('Put on offer');
  expect(await sentOnce(sent)).toEqual({ plan: 'organization', interval: 'year', amount: { amount: 199_000, currency: 'USD' }, seat_amount: 9950, reason: 'Prices of 2027.' });
  expect(await screen.findByText('The price is on offer')).toBeVisible();
});

test('what the server finds in a price stands at its field', async () => {
  const errors = [
    { pointer: '/amount/amount', code: 'amount-not-chargeable', detail: 'The least is 0.50.' },
    { pointer: '/amount/currency', code: 'currency-not-sold', detail: 'Nothing is sold in it.' },
    { pointer: '/seat_amount', code: 'seat-amount', detail: 'This plan sells no seats.' },
  ];
  refuse('post', PRICES, { status: 422, code: 'plan-invalid', errors });
  const { user, dialog, send } = await plans('New price');
  await user.type(dialog.getByRole('textbox', { name: /^Price, before tax/ }), '0.10');
  await user.type(dialog.getByRole('textbox', { name: /^A further seat/ }), '1');
  await user.type(dialog.getByRole('textbox', { name: /^Reason/ }), 'A trial.');
  await send('Put on offer');
  const described = (box: HTMLElement, detail?: string) => expect.poll(() => box).toHaveAccessibleDescription(expect.stringContaining(detail ?? '-'));
  await described(dialog.getByRole('textbox', { name: /^Price, before tax/ }), errors[0]?.detail);
  await described(dialog.getByRole('combobox', { name: /^Currency/ }), errors[1]?.detail);
  await described(dialog.getByRole('textbox', { name: /^A further seat/ }), errors[2]?.detail);
});

/** PA-18 */
test('a flagged payment is paid back after its effect was said, with a reason', async () => {
  answer('get', '/api/v1/billing/flagged-payments', { data: [aFlagged()], next_cursor: null });
  const sent = answer('post', '/api/v1/billing/flagged-payments/p1/refund', { id: 'p1', decision: 'refunded', refunded: { amount: 1646, currency: 'USD' } });
  const { user } = openApp('/operate/flagged-payments', { me: operator });
  await user.click((await screen.findAllByRole('button', { name: /^Pay back 16.46.USD to Łukasz Żółć$/ }))[0] as HTMLElement);
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText(/All that came goes back to the buyer/)).toBeVisible();
  await user.click(dialog.getByRole('button', { name: 'Pay back' }));
  const reason = dialog.getByRole('textbox', { name: /^Reason/ });
  await expect.poll(() => reason).toHaveAccessibleDescription(expect.stringContaining('Say why'));
  expect(sent).toHaveLength(0);
  await user.type(reason, 'Another currency came.');
  await user.click(dialog.getByRole('button', { name: 'Pay back' }));
  await expect.poll(() => sent.map(({ body }) => body)).toEqual([{ reason: 'Another currency came.' }]);
  expect(await screen.findByText('The money goes back')).toBeVisible();
});

test('a dead job is let go with a reason; what the server says of the reason stands at it', async () => {
  answer('get', '/api/v1/operators/dead-jobs', { data: [aDeadJob()], next_cursor: null });
  const sent = answer('post', '/api/v1/operators/dead-jobs/dj1/dismiss', aDeadJob({ dismissed_at: '2026-11-26T10:00:00Z' }));
  refuse('post', '/api/v1/operators/dead-jobs/dj1/dismiss', { status: 422, code: 'reason-required', errors: [{ pointer: '/reason', code: 'reason-required', detail: 'Say a little more.' }] }, { once: true });
  const { user } = openApp('/operate/dead-jobs', { me: operator });
  await user.click((await screen.findAllByRole('button', { name: 'Let go: send-email' }))[0] as HTMLElement);
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText(/What it should have done is not done/)).toBeVisible();
  const reason = dialog.getByRole('textbox', { name: /^Reason/ });
  await user.type(reason, 'x');
  await user.click(dialog.getByRole('button', { name: 'Let go' }));
  await expect.poll(() => reason).toHaveAccessibleDescription(expect.stringContaining('Say a little more.'));
  await user.clear(reason);
  await user.type(reason, 'Sent by hand.');
  await user.click(dialog.getByRole('button', { name: 'Let go' }));
  await expect.poll(() => sent.map(({ body }) => body)).toEqual([{ reason: 'Sent by hand.' }]);
});
