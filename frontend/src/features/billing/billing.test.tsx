import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { aFeeStatement, aQuote, anInvoice, catalogue, inDinars, nearly, noProfile, profile } from './fixtures';
import { nearestCurrency, savedInYear } from './offer';
import { aSubscription, me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const BILLING = '/api/v1/billing';
const at = `/org/${ORG_ID}/billing`;
const FREE = {
  plan: 'attendee', plan_name: 'Attendee', status: 'free', interval: undefined, amount: undefined, trial_available: true,
  seats: { included: 1, paid: 0, taken: 1, max: 1 },
} as const;

beforeEach(() => {
  answer('get', `${BILLING}/plans`, { data: catalogue });
  answer('get', `${BILLING}/usage`, nearly);
  answer('get', `${BILLING}/profile`, profile);
  answer('get', `${BILLING}/invoices`, { data: [anInvoice()], next_cursor: null });
  answer('get', `${BILLING}/fee-statements`, { data: [], next_cursor: null });
});

/** P17 */
test('prices are told by the month and by the year, limits in words', async () => {
  const { user } = openApp('/pricing');
  const card = await screen.findByRole('region', { name: 'Organizer' });
  expect(card).toHaveTextContent('29.00 USD a month');
  expect(card).toHaveTextContent('30 events published a month');
  expect(card).toHaveTextContent('No courses of one’s own');
  await user.click(screen.getByRole('radio', { name: 'By the year' }));
  await waitFor(() => expect(card).toHaveTextContent('290.00 USD a year'));
  expect(card).toHaveTextContent('58.00 USD less than twelve months');
  expect(screen.getByRole('region', { name: 'Organization' })).toHaveTextContent('Events without limit');
  expect(within(card).getByRole('link', { name: /Start trial, no card/ })).toHaveAttribute('href', expect.stringContaining('/sign-up?intent=organizer&next='));
});

/** P17, BI-20 */
test('a currency without prices gives way to the nearest one, and says so', async () => {
  openApp('/pricing?currency=SEK');
  expect(await screen.findByText('There are no prices in SEK. These are in USD.')).toBeVisible();
});

test('of the prices on offer the wanted one goes first; thousandths stay exact', () => {
  expect(nearestCurrency(inDinars, 'KWD')).toBe('KWD');
  expect(nearestCurrency(inDinars, 'XYZ')).toBe('USD');
  expect(nearestCurrency([], 'KWD')).toBe('USD');
  expect(savedInYear(catalogue[3] ?? fail(), 'USD')).toEqual({ amount: 39_800, currency: 'USD' });
});

/** UX section 7, 15: on the free plan too. */
test('an organization on the free plan starts a trial without a card', async () => {
  answer('get', `${BILLING}/subscription`, aSubscription(FREE));
  answer('get', `${BILLING}/profile`, noProfile);
  const tried = answer('post', `${BILLING}/trials`, aSubscription({ ...FREE, plan: 'organizer', status: 'trialing', trial_available: false }));
  const { user } = openApp(`${at}?plan=organizer&interval=month`, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Start trial, no card' }));
  await waitFor(() => expect(tried.map(({ body }) => body)).toEqual([{ plan: 'organizer' }]));
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
});

/** BI-14, BI-15 */
test('a change is paid at exactly the amount that was shown', async () => {
  const quoted = answer('post', `${BILLING}/plan-quotes`, aQuote());
  const changed = answer('post', `${BILLING}/plan-changes`, { subscription: aSubscription() });
  const { user } = openApp(at, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Add a seat' }));
  await user.click(await screen.findByRole('button', { name: 'See what it costs' }));
  expect(quoted.map(({ body }) => body)).toEqual([{ plan: 'organization', interval: 'month', seats: 3 }]);
  const sum = await screen.findByLabelText('What the change costs');
  expect(screen.getByText('The new seats are yours as soon as this is paid.')).toHaveFocus();
  expect(sum).toHaveTextContent('-61.29 USD');
  expect(sum).toHaveTextContent('Tax4.74 USD');
  await user.click(screen.getByRole('button', { name: /^Change and pay 63\.21\sUSD$/ }));
  await waitFor(() => expect(changed.map(({ body }) => body)).toEqual([{ quote_id: aQuote().id }]));
});

test('what a change gives back and takes is named, not shown by ids of the payment service', async () => {
  const usd = (amount: number) => ({ amount, currency: 'USD' });
  answer('get', `${BILLING}/subscription`, aSubscription({ plan: 'organizer', plan_name: 'Organizer', amount: usd(2900) }));
  answer('post', `${BILLING}/plan-quotes`, aQuote({
    lines: [
      { description: 'Unused time on 1 × prod_Sb1kQ', amount: usd(-1450) },
      { description: 'Remaining time on 1 × prod_Sb2aX', amount: usd(9950) },
      { description: 'Remaining time on 2 × prod_Sb3zZ', amount: usd(6450) },
    ],
  }));
  const { user } = openApp(`${at}?plan=organization&interval=month&seats=3`, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'See what it costs' }));
  const sum = await screen.findByLabelText('What the change costs');
  expect(sum).toHaveTextContent('Unused time on 1 × Organizer-14.50');
  expect(sum).toHaveTextContent('Remaining time on 1 × Organization99.50');
  expect(sum).toHaveTextContent('Remaining time on 2 × Seat64.50');
  expect(sum).not.toHaveTextContent('prod_');
});

test('another amount is never charged: it is shown again first', async () => {
  answer('post', `${BILLING}/plan-quotes`, aQuote());
  refuse('post', `${BILLING}/plan-changes`, { status: 409, code: 'quote-changed', detail: 'The amount has changed. Look at it again.' });
  const { user } = openApp(at, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Add a seat' }));
  await user.click(await screen.findByRole('button', { name: 'See what it costs' }));
  await user.click(await screen.findByRole('button', { name: /Change and pay/ }));
  answer('post', `${BILLING}/plan-quotes`, aQuote({ id: '0198a000-0000-7000-8000-00000000f009', due_now: { amount: 7000, currency: 'USD' } }));
  await user.click(await screen.findByRole('button', { name: 'See it again' }));
  expect(await screen.findByRole('button', { name: /^Change and pay 70\.00\sUSD$/ })).toBeVisible();
});

/** BI-18 */
test('cancelling asks for a reason and says until when everything works', async () => {
  const cancelled = answer('post', `${BILLING}/subscription/cancel`, aSubscription({ cancel_at: '2026-12-10T09:00:00Z' }));
  const { user } = openApp(at, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Cancel the plan' }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog).toHaveTextContent('Everything works until Dec 10, 2026, which is paid');
  await user.click(within(dialog).getByRole('button', { name: 'Cancel at the end of the period' }));
  expect(await within(dialog).findAllByText('Choose what comes closest.')).not.toHaveLength(0);
  expect(cancelled).toHaveLength(0);
  await user.click(within(dialog).getByRole('radio', { name: 'We do not use it enough' }));
  await user.click(within(dialog).getByRole('button', { name: 'Cancel at the end of the period' }));
  await waitFor(() => expect(cancelled.map(({ body }) => body)).toEqual([{ reason: 'unused' }]));
});

test('what is scheduled can be taken back, what is cancelled goes on after all', async () => {
  const scheduled_change = { plan: 'organizer', interval: 'year', seats: 1, amount: { amount: 29_000, currency: 'USD' }, effective_at: '2026-12-10T09:00:00Z' } as const;
  answer('get', `${BILLING}/subscription`, aSubscription({ scheduled_change, cancel_at: '2026-12-10T09:00:00Z' }));
  const dropped = answer('delete', `${BILLING}/plan-changes/scheduled`, 204);
  const kept = answer('post', `${BILLING}/subscription/reactivate`, aSubscription());
  const { user } = openApp(at, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Take the change back' }));
  await waitFor(() => expect(dropped).toHaveLength(1));
  await user.click(screen.getByRole('button', { name: 'Keep the plan after all' }));
  await waitFor(() => expect(kept).toHaveLength(1));
});

/** BI-16 */
test('whoever comes back from paying is told what is paid, not that they came back', async () => {
  refuse('post', `${BILLING}/checkouts/:id/confirm`, { status: 409, code: 'checkout-open', detail: 'The checkout is not finished yet.' });
  const { user } = openApp(`${at}?checkout=c1`, { me: me() });
  expect(await screen.findByText('Not paid yet')).toBeVisible();
  answer('post', `${BILLING}/checkouts/c1/confirm`, { status: 'complete', subscription: aSubscription() });
  await user.click(screen.getByRole('button', { name: 'Look again' }));
  expect(await screen.findByText('Organization is yours')).toBeVisible();
});

test('a failed payment names the steps out of it', async () => {
  answer('get', `${BILLING}/subscription`, aSubscription({ status: 'past_due', past_due_since: '2026-11-20T09:00:00Z' }));
  answer('get', `${BILLING}/invoices`, { data: [anInvoice({ status: 'open' })], next_cursor: null });
  const opened = answer('post', `${BILLING}/portal-sessions`, { url: 'https://pay.example.org/portal' });
  const { href, origin, pathname, search } = globalThis.location;
  vi.stubGlobal('location', { href, origin, pathname, search, assign: vi.fn() });
  const { user } = openApp(at, { me: me() });
  const steps = await screen.findByRole('region', { name: 'The last payment failed' });
  expect(await within(steps).findByRole('link', { name: /Pay the open invoice/ })).toHaveAttribute('href', 'https://pay.example.org/i/7');
  await user.click(within(steps).getByRole('button', { name: 'Change card' }));
  await waitFor(() => expect(opened.map(({ body }) => body)).toEqual([{ flow: 'payment_method', return_to: at }]));
  vi.unstubAllGlobals();
});

/** UX-11 */
test('the worst condition of the plan stands above every page', async () => {
  answer('get', `${BILLING}/subscription`, aSubscription({ status: 'unpaid', access: 'read_only' }));
  openApp(`/org/${ORG_ID}`, { me: me(['view-organization', 'view-billing']) });
  const banner = (await screen.findByText(/new registrations are refused, what runs goes on/)).closest('[role=alert]');
  expect(within(banner as HTMLElement).getByRole('link', { name: 'Plan and billing' })).toHaveAttribute('href', at);
});

test('a trial that ended is not called one', async () => {
  answer('get', `${BILLING}/subscription`, aSubscription({ ...FREE, plan: 'organizer', status: 'trialing', access: 'grace', trial_ends_at: '2026-11-20T09:00:00Z' }));
  openApp(at, { me: me() });
  expect(await screen.findByText('Trial over')).toBeVisible();
  expect(screen.queryByText('Trial')).toBeNull();
});

test('a plan that was given is called so, and until when', async () => {
  answer('get', `${BILLING}/subscription`, aSubscription({ ...FREE, plan: 'organizer', plan_name: 'Organizer', granted_until: '2027-03-01T12:00:00Z', trial_available: false }));
  openApp(at, { me: me() });
  expect(await screen.findByText('Given')).toBeVisible();
  expect(screen.getByText('Mar 1, 2027').closest('p')).toHaveTextContent('Given to you until Mar 1, 2027.');
});

test('who may only look sees no control', async () => {
  openApp(at, { me: me(['view-organization', 'view-billing']) });
  expect(await screen.findByText('30 of 30')).toBeVisible();
  for (const name of ['Change plan', 'Add a seat', 'Cancel the plan']) expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
});

function fail(): never {
  throw new Error('The catalogue has four plans');
}

/** RF-12 */
test('fee statements stand month by month, a line for each currency, each to download', async () => {
  answer('get', `${BILLING}/subscription`, aSubscription());
  answer('get', `${BILLING}/fee-statements`, { data: [aFeeStatement()], next_cursor: null });
  openApp(at, { me: me() });
  const part = within(await screen.findByRole('region', { name: 'Fee statements' }));
  expect(part.getAllByText('October 2026')).not.toHaveLength(0);
  expect(part.getAllByText('1,231\u00a0JPY', { normalizer: (text) => text })).not.toHaveLength(0);
  expect(part.getAllByRole('button', { name: 'Download fee statement ACC-2026-000012' })).not.toHaveLength(0);
});
