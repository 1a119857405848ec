import { screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { leaveFor } from '@/lib/navigation';
import { aDocument, aPayment } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

vi.mock(import('@/lib/navigation'), async (actual) => ({ ...(await actual()), leaveFor: vi.fn<typeof leaveFor>() }));

const CONFIRM = '/api/v1/payments/:id/confirm';
const AT = '/checkout/return?payment=p1#p.1.m';
const heading = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name });

test('paid: says so, shows every line, and opens the event', async () => {
  const asked = answer('post', CONFIRM, aPayment());
  openApp(AT);
  expect(await heading('Paid: you are registered')).toBeVisible();
  expect(asked[0]?.headers.get('authorization')).toBe('Seal p.1.m');
  expect(screen.getByText('Code SPRING')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Open my event' })).toHaveAttribute('href', '/r/k.1.m');
});

/** UX-28: nobody who has paid is left with a bare refusal. */
test('somebody who is not signed in and has no link reads that the payment is safe and what comes by mail', async () => {
  refuse('post', '/api/v1/logins/refresh', { status: 401, code: 'unauthenticated' });
  refuse('post', CONFIRM, { status: 401, code: 'unauthenticated', detail: 'Sign in to go on.' });
  openApp('/checkout/return?payment=p1');
  expect(await heading('Your payment is kept safe')).toBeVisible();
  expect(screen.getByText(/the confirmation comes by mail, with the link to your place/)).toBeVisible();
  expect(screen.getByRole('link', { name: 'Sign in' })).toHaveAttribute('href', `/sign-in?next=${encodeURIComponent('/checkout/return?payment=p1')}`);
  expect(screen.queryByText('Sign in to go on.')).toBeNull();
});

test('giving up is dismissed by words that cannot mean the act', async () => {
  answer('post', CONFIRM, aPayment({ status: 'draft' }));
  const { user } = openApp(AT);
  await user.click(await screen.findByRole('button', { name: 'Give up the place' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByRole('button', { name: 'Keep my place' })).toBeVisible();
  expect(dialog.queryByRole('button', { name: 'Cancel' })).toBeNull();
});

/** UX-J3 */
test('open: what is left of the hold by the server’s clock, and paying goes on where it was left', async () => {
  answer('post', CONFIRM, aPayment({ status: 'open', now: '2027-03-01T12:00:28Z' }));
  const opened = answer('post', '/api/v1/payments/:id/checkout', { checkout_url: 'https://pay.example/cs_1', expires_at: '2027-03-01T12:31:00Z' });
  const { user } = openApp('/checkout/return?payment=p1&left=1#p.1.m');
  expect(await heading('Your place is held for you')).toBeVisible();
  expect(screen.getByRole('timer').textContent).toMatch(/^14:3[0-2]$/);
  await user.dblClick(screen.getByRole('button', { name: 'Pay 16.46\u00a0USD' }));
  await waitFor(() => expect(leaveFor).toHaveBeenCalledWith('https://pay.example/cs_1'));
  expect(opened).toHaveLength(1);
  expect(opened[0]?.body).toEqual({ return_to: '/r/k.1.m' });
});

/** PC-8 */
test.each([
  ['used_up', /used as often as it may be/],
  ['invalid', /taken it back/],
  ['ended', /It ended while you waited/],
  ['not_applicable', /not for this place/],
  ['email_unverified', /address that is proven/],
] as const)('a kept code that fell away is told before paying: %s', async (reason, why) => {
  const amounts = { ...aPayment().amounts, discount: 0 };
  answer('post', CONFIRM, aPayment({ status: 'draft', total: { amount: 2306, currency: 'USD' }, amounts, code_dropped: { code: 'HALF', reason } }));
  openApp(AT);
  expect(await screen.findByText('Code HALF does not lower this price')).toBeVisible();
  expect(screen.getByText(why)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Pay 23.06\u00a0USD' })).toBeVisible();
});

test('a hold that has ended meanwhile is told at the press', async () => {
  answer('post', CONFIRM, aPayment({ status: 'draft' }));
  refuse('post', '/api/v1/payments/:id/checkout', { status: 409, code: 'seat-hold-expired', detail: 'The seat is not held any more.' });
  const { user } = openApp(AT);
  await user.click(await screen.findByRole('button', { name: /^Pay/ }));
  expect(await screen.findByText('The seat is not held any more.')).toBeVisible();
});

test('the place is given up after its effect was said', async () => {
  answer('post', CONFIRM, aPayment({ status: 'open' }));
  const sent = answer('post', '/api/v1/payments/:id/cancel', aPayment({ status: 'canceled' }));
  const { user } = openApp(AT);
  await user.click(await screen.findByRole('button', { name: 'Give up the place' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText(/Nothing has been paid/)).toBeVisible();
  expect(sent).toHaveLength(0);
  answer('post', CONFIRM, aPayment({ status: 'canceled' }));
  await user.click(dialog.getByRole('button', { name: 'Give up the place' }));
  expect(await heading('You have given up the place')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Pay again' })).toBeVisible();
});

test('processing: asked again by itself, and a mail is promised', async () => {
  answer('post', CONFIRM, aPayment({ status: 'processing' }));
  openApp(AT);
  expect(await heading('Your bank is still working on it')).toBeVisible();
  expect(screen.getByText(/we write to ana@example.org/)).toBeVisible();
  answer('post', CONFIRM, aPayment());
  await waitFor(async () => expect(await heading('Paid: you are registered')).toBeVisible(), { timeout: 4000 });
});

test.each([
  ['expired', 'The time to pay has ended'],
  ['failed', 'The payment did not work'],
] as const)('%s: nothing was charged, and one can begin again', async (status, title) => {
  answer('post', CONFIRM, aPayment({ status }));
  openApp(AT);
  expect(await heading(title)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Pay again' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Event page' })).toHaveAttribute('href', '/events/renal-2027');
});

/** PA-21 */
test('paid too late for the seat: the sum that goes back and its date', async () => {
  const refund = { id: 'f1', amount: 1646, cause: 'no_seat' as const, status: 'pending' as const, requested_at: '2027-03-01T12:20:00Z', succeeded_at: null };
  answer('post', CONFIRM, aPayment({ items: aPayment().items.map((item) => ({ ...item, closed: true })), refunds: [refund], refunded: { amount: 1646, currency: 'USD' } }));
  openApp(AT);
  expect(await heading('The payment came too late for the place')).toBeVisible();
  expect(screen.getByText('16.46\u00a0USD goes back the way it was paid.', { normalizer: (text) => text })).toBeVisible();
  expect(screen.getByText(/this was ordered on/)).toHaveTextContent('Mar 1, 2027');
});

test('somebody else’s payment is not found', async () => {
  refuse('post', CONFIRM, { status: 404, code: 'not-found' });
  openApp(AT);
  expect(await screen.findByRole('alert')).toHaveTextContent('We cannot find this');
});

test('paying again takes the same places anew, once, and shows the new price first', async () => {
  answer('post', CONFIRM, aPayment({ status: 'expired' }));
  const renewed = answer('post', '/api/v1/payments', {
    id: 'p2', status: 'draft', total: { amount: 1999, currency: 'USD' }, currency: 'USD', amounts: aPayment().amounts, token: 'p.2.m', hold_expires_at: '2027-03-01T12:45:00Z',
    places: [{ registration_id: 'r2', earlier_id: 'r1', token: 'k.2.m', manage_url: '/r/k.2.m' }],
  });
  const { user, address } = openApp(AT);
  const again = await screen.findByRole('button', { name: 'Pay again' });
  answer('post', CONFIRM, aPayment({ id: 'p2', status: 'draft', total: { amount: 1999, currency: 'USD' } }));
  await user.dblClick(again);
  expect(await heading('Your place is held for you')).toBeVisible();
  expect(renewed).toHaveLength(1);
  expect(renewed[0]?.body).toEqual({ registration_ids: ['r1'] });
  expect(renewed[0]?.headers.get('authorization')).toBe('Seal p.1.m');
  expect(address()).toBe('/checkout/return?payment=p2');
  expect(screen.getByRole('button', { name: 'Pay 19.99\u00a0USD' })).toBeVisible();
});

test('where no place is left, registering anew offers the wait list', async () => {
  answer('post', CONFIRM, aPayment({ status: 'failed' }));
  refuse('post', '/api/v1/payments', { status: 409, code: 'sold-out', detail: 'No place is left.' });
  const { user } = openApp(AT);
  await user.click(await screen.findByRole('button', { name: 'Pay again' }));
  expect(await screen.findByText('No place is left.')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Register anew' })).toHaveAttribute('href', '/events/renal-2027/register');
});

test('a guest downloads the invoice by the payment’s link', async () => {
  answer('post', CONFIRM, aPayment({ documents: [aDocument()] }));
  const asked = answer('get', '/api/v1/payments/documents/d1/file', { url: 'https://files.example/d1.pdf', expires_at: '2027-03-01T12:05:00Z' });
  const { user } = openApp(AT);
  await user.click(await screen.findByRole('button', { name: 'Download Invoice APS-2027-000001' }));
  await waitFor(() => expect(leaveFor).toHaveBeenCalledWith('https://files.example/d1.pdf'));
  expect(asked[0]?.headers.get('authorization')).toBe('Seal p.1.m');
});

const DE = { name: 'VAT', country: 'DE', percentage: '19', amount: 313 };
const taxed = (behavior: 'inclusive' | 'exclusive', lines = [] as (typeof DE)[]) => ({ tax: { behavior, seller_of_record: 'organizer' as const, lines } });

/** PA-7 */
test('where tax is taken, country and company can be said before paying; what is missing is said at its field and kept', async () => {
  answer('post', CONFIRM, aPayment({ status: 'draft', ...taxed('exclusive'), buyer: { name: 'Ana Kos', email: 'ana@example.org', company: 'Klinik am See' } }));
  const opened = answer('post', '/api/v1/payments/:id/checkout', { checkout_url: 'https://pay.example/cs_1', expires_at: '2027-03-01T12:31:00Z' });
  const needed = 'Say in which country you are: how this is taxed depends on it.';
  refuse('post', '/api/v1/payments/:id/checkout', { status: 422, code: 'buyer-country-needed', errors: [{ pointer: '/buyer/country', code: 'buyer-country-needed', detail: needed }] }, { once: true });
  const { user } = openApp(AT);
  expect(await screen.findByText('Tax is added on the payment page, by your address.')).toBeVisible();
  const country = await screen.findByRole('combobox', { name: /^Country/ });
  expect(country).not.toBeRequired();
  await user.click(screen.getByRole('button', { name: 'Pay 16.46\u00a0USD plus tax' }));
  await waitFor(() => expect(country).toHaveAccessibleDescription(expect.stringContaining(needed)));
  expect(country).toBeRequired();
  await user.type(country, 'switz{Enter}');
  await user.click(screen.getByRole('button', { name: 'Pay 16.46\u00a0USD plus tax' }));
  await waitFor(() => expect(leaveFor).toHaveBeenCalledWith('https://pay.example/cs_1'));
  expect(opened[0]?.body).toEqual({ return_to: '/r/k.1.m', buyer: { company: 'Klinik am See', country: 'CH' } });
});

/** PA-7 */
test.each([
  ['tax-setup-incomplete', 'Tax is not set up for this kind of sale yet.'],
  ['taxed-apart', 'These places are taxed in different ways. Pay for those in person and those online apart.'],
])('%s is said in a sentence where one pays', async (code, detail) => {
  answer('post', CONFIRM, aPayment({ status: 'draft', ...taxed('inclusive') }));
  refuse('post', '/api/v1/payments/:id/checkout', { status: 409, code, detail });
  const { user } = openApp(AT);
  expect(await screen.findByText('Tax is included.')).toBeVisible();
  await user.click(await screen.findByRole('button', { name: 'Pay 16.46\u00a0USD' }));
  expect(await screen.findByText(detail)).toBeVisible();
});

/** PA-7, PA-8 */
test.each([
  ['exclusive', { amount: 1959, currency: 'USD' }, /VAT 19\s%\s\(DE\)3.13.USDPaid19.59.USD/],
  ['inclusive', { amount: 1646, currency: 'USD' }, /Paid16.46.USDof which VAT 19\s%\s\(DE\)3.13.USD/],
] as const)('paid with %s tax: its rates stand in the sum or below it', async (behavior, total, shown) => {
  answer('post', CONFIRM, aPayment({ total, amounts: { ...aPayment().amounts, tax: 313, total: total.amount }, ...taxed(behavior, [DE]) }));
  openApp(AT);
  await heading('Paid: you are registered');
  expect(screen.getByText(/^Service fee/).closest('dl')).toHaveTextContent(shown);
  expect(screen.queryByText(/Tax is/)).toBeNull();
});
