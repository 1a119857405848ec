import { screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { aBalance, aDispute, aDisputeFile, aListedPayment, aMonth, anAccount, anEntry, aPayment, aPayout, aProgress, aRefund, aRefundQuote, aRun, aSalesDocument, ENTRIES, PAYMENT, POLICY, SETTINGS } from './fixtures';
import { given } from './payouts/policy-example';
import { requirementName } from './payouts/requirements';
import { sumsOf } from './event/sums';
import { leaveFor } from '@/lib/navigation';
import { aDocument, me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse, type Seen } from '@/test/server';

vi.mock(import('@/lib/navigation'), async (actual) => ({ ...(await actual()), leaveFor: vi.fn<typeof leaveFor>() }));

const AT = `/org/${ORG_ID}/finance`;
const usd = (amount: number) => ({ amount, currency: 'USD' });

function onePayment(): void {
  answer('get', '/api/v1/payments/disputes', { data: [], next_cursor: null });
  answer('get', '/api/v1/payments/ledger', { data: ENTRIES, next_cursor: null });
  answer('get', `/api/v1/payments/${PAYMENT}`, aPayment());
}

function payoutsOf(account: ReturnType<typeof anAccount> | null): void {
  answer('get', '/api/v1/payments/account', { account });
  answer('get', '/api/v1/payments/balance', { data: [aBalance()] });
  answer('get', '/api/v1/payments/payouts', { data: [aPayout()], next_cursor: null });
  answer('get', '/api/v1/payments/settings', SETTINGS);
  answer('get', '/api/v1/payments/refund-policies', { current: POLICY, data: [] });
}

/** UX-13: the filter stands in the address and is asked of the server */
test('the state of payments is asked of the server and stands in the address', async () => {
  const seen = answer('get', '/api/v1/payments', { data: [aListedPayment()], next_cursor: null });
  answer('get', '/api/v1/payments/summary', { data: [] });
  const { user, address } = openApp(AT, { me: me() });
  await screen.findAllByText('Łukasz Żółć');
  await user.selectOptions(screen.getByRole('combobox', { name: /State/ }), 'Paid');
  await expect.poll(() => seen.at(-1)?.url.searchParams.get('status')).toBe('paid');
  expect(address()).toContain('status=paid');
});

/** PA-8: the build-up adds up, and what the organizer receives stands below it */
test('a payment shows what the buyer paid, what was kept and what is received', async () => {
  onePayment();
  openApp(`${AT}/${PAYMENT}`, { me: me() });
  expect(await screen.findByRole('heading', { level: 1, name: /16.46.USD from Łukasz Żółć/ })).toBeVisible();
  const panel = within(screen.getByRole('region', { name: 'How it comes about' }));
  expect(panel.getByText('You receive').parentElement).toHaveTextContent('13.39');
  expect(panel.getByText('Platform and processing fees').parentElement).toHaveTextContent('3.07');
});

/** RF-4, UX-28: the exact sum is shown first and sent along */
test('a refund shows its exact sum and sends it as expected', async () => {
  onePayment();
  const quoted = answer('get', `/api/v1/payments/${PAYMENT}/refund-quote`, aRefundQuote());
  const sent = answer('post', `/api/v1/payments/${PAYMENT}/refunds`, aRefund());
  const { user } = openApp(`${AT}/${PAYMENT}`, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Refund' }));
  await user.type(await screen.findByRole('textbox', { name: /Reason/ }), 'Could not come');
  await user.click(await screen.findByRole('button', { name: /Pay back 13.39.USD/ }));
  await expect.poll(() => sent[0]?.body).toEqual({ reason: 'Could not come', include_fees: false, expected: usd(1339) });
  expect(quoted[0]?.url.searchParams.get('include_fees')).toBe('false');
});

test('a refund that changed meanwhile is refused in the dialog', async () => {
  onePayment();
  answer('get', `/api/v1/payments/${PAYMENT}/refund-quote`, aRefundQuote());
  refuse('post', `/api/v1/payments/${PAYMENT}/refunds`, { status: 409, code: 'refund-changed', detail: 'The refund is another one now.' });
  const { user } = openApp(`${AT}/${PAYMENT}`, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Refund' }));
  await user.type(await screen.findByRole('textbox', { name: /Reason/ }), 'Could not come');
  await user.click(await screen.findByRole('button', { name: /Pay back/ }));
  expect(await screen.findByText('The refund is another one now.')).toBeVisible();
});

test('who may not refund sees no refund', async () => {
  onePayment();
  openApp(`${AT}/${PAYMENT}`, { me: me(['view-organization', 'view-finance']) });
  await screen.findByRole('heading', { level: 1, name: /16.46/ });
  expect(screen.queryByRole('button', { name: 'Refund' })).toBeNull();
});

/** RF-9 */
test('the refunds of an event are counted and can be paused', async () => {
  answer('get', '/api/v1/payments/refunds', { data: [], next_cursor: null });
  answer('get', '/api/v1/payments/refund-runs', { data: [aRun()], next_cursor: null });
  answer('get', '/api/v1/payments/refund-runs/run1', aProgress());
  const paused = answer('post', '/api/v1/payments/refund-runs/run1/pause', aProgress({ status: 'paused' }));
  const { user } = openApp(`${AT}/refunds`, { me: me() });
  expect(await screen.findByRole('progressbar', { name: 'Arrived' })).toHaveAttribute('aria-valuenow', '7');
  expect(screen.getByText('7 of 12 payments, 3 not begun')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Pause' }));
  await expect.poll(() => paused.length).toBe(1);
});

/** RF-11 */
test('evidence is asked about before the bank hears it', async () => {
  answer('get', '/api/v1/payments/disputes', { data: [], next_cursor: null });
  answer('get', '/api/v1/payments/disputes/dp1', aDisputeFile());
  const sent = answer('post', '/api/v1/payments/disputes/dp1/evidence', aDispute({ status: 'under_review' }));
  const { user } = openApp(`${AT}/disputes?dispute=dp1`, { me: me() });
  expect(await screen.findByText(/52 of 60 min present/)).toBeVisible();
  await user.type(screen.getByRole('textbox', { name: 'In your own words' }), 'She was there.');
  await user.click(screen.getByRole('button', { name: 'Send evidence' }));
  expect(sent).toHaveLength(0);
  const dialog = await screen.findByRole('dialog', { name: 'Send this to the bank?' });
  await user.click(within(dialog).getByRole('button', { name: 'Send evidence' }));
  await expect.poll(() => partsOf(sent[0])).toEqual(['text']);
  expect(sent[0]?.body).toContain('She was there.');
});

/** The names of the parts of a form that was sent. */
const partsOf = (seen: Seen | undefined): string[] => [...String(seen?.body).matchAll(/ name="(\w+)"/g)].map(([, name]) => name ?? '');

async function answering() {
  answer('get', '/api/v1/payments/disputes', { data: [], next_cursor: null });
  answer('get', '/api/v1/payments/disputes/dp1', aDisputeFile());
  const { user } = openApp(`${AT}/disputes?dispute=dp1`, { me: me() });
  const files = within(await screen.findByRole('region', { name: 'Files for the bank' }));
  const choose = (file: File) => user.upload(files.getByLabelText('Drop a file for the bank here'), file);
  const send = async () => {
    await user.type(screen.getByRole('textbox', { name: 'In your own words' }), 'She was there.');
    await user.click(screen.getByRole('button', { name: 'Send evidence' }));
    const dialog = await screen.findByRole('dialog', { name: 'Send this to the bank?' });
    await user.click(within(dialog).getByRole('button', { name: 'Send evidence' }));
  };
  return { user, files, choose, send };
}

const pdf = (name: string, size = 100) => new File(['%PDF-1.7', new Uint8Array(size)], name, { type: 'application/pdf' });

/** RF-11 */
test('files go along with the evidence, each by what it shows', async () => {
  const sent = answer('post', '/api/v1/payments/disputes/dp1/evidence', aDispute({ status: 'under_review' }));
  const { user, files, choose, send } = await answering();
  await user.selectOptions(files.getByRole('combobox'), 'What the buyer was sent about the payment');
  await choose(pdf('receipt.pdf'));
  expect(await files.findByText('receipt.pdf')).toBeVisible();
  await choose(pdf('chat.pdf'));
  expect(await files.findByText('chat.pdf')).toBeVisible();
  await choose(pdf('gone.pdf'));
  await user.click(await files.findByRole('button', { name: 'Remove gone.pdf' }));
  await send();
  await expect.poll(() => partsOf(sent[0])).toHaveLength(3);
  expect(partsOf(sent[0])).toContain('receipt');
});

/** RF-11 */
test('files that no bank takes are refused before anything is sent', async () => {
  const { files, choose } = await answering();
  await choose(new File(['<svg/>'], 'scan.png', { type: 'image/png' }));
  expect(await files.findByText(/scan.png is no PDF, PNG or JPEG/)).toBeVisible();
  await choose(pdf('four.pdf', 4 * 1_048_576));
  expect(await files.findByText('four.pdf')).toBeVisible();
  await choose(pdf('two.pdf', 2 * 1_048_576));
  expect(await files.findByText(/With two.pdf the files have 6.\d MB together/)).toBeVisible();
  expect(files.queryByRole('button', { name: 'Remove two.pdf' })).toBeNull();
});

/** RF-11 */
test('what the server says of a file stands beside it', async () => {
  const errors = [{ pointer: '/uncategorized_file', code: 'file-invalid', detail: 'The payment service cannot read this file.' }];
  refuse('post', '/api/v1/payments/disputes/dp1/evidence', { status: 422, code: 'validation-failed', errors });
  const { files, choose, send } = await answering();
  await choose(pdf('broken.pdf'));
  await files.findByText('broken.pdf');
  await send();
  expect(await files.findByText('The payment service cannot read this file.')).toBeVisible();
});

/** PA-13: no more than what is releasable */
test('a payout asks for what can be paid out, and not for more', async () => {
  payoutsOf(anAccount());
  const sent = answer('post', '/api/v1/payments/payouts', aPayout({ status: 'requested' }));
  const { user } = openApp(`${AT}/payouts`, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Pay out' }));
  const amount = await screen.findByRole('textbox', { name: /Amount/ });
  expect(amount).toHaveValue('1245.50');
  await user.clear(amount);
  await user.type(amount, '1245.51');
  await user.click(screen.getByRole('button', { name: 'Pay out now' }));
  expect((await screen.findAllByText(/at most 1,245.50/)).length).toBeGreaterThan(0);
  expect(sent).toHaveLength(0);
  await user.clear(amount);
  await user.type(amount, '45.5');
  await user.click(screen.getByRole('button', { name: 'Pay out now' }));
  await expect.poll(() => sent[0]?.body).toEqual({ amount: usd(4550) });
});

/** PA-11: without a legal identity nothing is sold */
test('who sells is no optional fact: a form without it is refused at the field', async () => {
  payoutsOf(anAccount());
  const sent = answer('patch', '/api/v1/payments/settings', SETTINGS);
  const { user } = openApp(`${AT}/payouts`, { me: me() });
  const name = await screen.findByRole('textbox', { name: 'Legal name' });
  await user.clear(name);
  await user.click(within(name.closest('form') as HTMLElement).getByRole('button', { name: 'Save' }));
  await expect.poll(() => name).toHaveAccessibleDescription(expect.stringContaining('nothing can be sold without it'));
  expect(sent).toHaveLength(0);
});

/** OR-10 */
test('after a handover nobody is offered to change payouts, and it says until when', async () => {
  payoutsOf(anAccount());
  answer('get', '/api/v1/payments/account', { account: anAccount(), blocked_until: '2026-12-03T09:00:00Z' });
  openApp(`${AT}/payouts`, { me: me() });
  expect(await screen.findByText('Payouts cannot be changed right now')).toBeVisible();
  expect(screen.getByText(/Dec 3, 2026/)).toBeVisible();
  expect(await screen.findByText('Hauptstrasse 1, 8001 Zürich')).toBeVisible();
  for (const name of ['Pay out', 'Disconnect', 'Check again']) expect(screen.queryByRole('button', { name })).toBeNull();
});

/** PA-12: what the vendor still needs, in words and without its ids */
test('an account that is restricted says what is missing and by when', async () => {
  payoutsOf(anAccount({ status: 'restricted', requirements_due: ['external_account'], requirements_deadline: '2026-12-20T12:00:00Z' }));
  openApp(`${AT}/payouts`, { me: me() });
  expect(await screen.findByText('Bank account')).toBeVisible();
  expect(screen.getByText(/Dec 20, 2026/)).toBeVisible();
});

test('a requirement of a person says nothing of the id at the payment service', () => {
  expect(requirementName('person_1MqjT.verification.document', (name) => name)).toBe('verification_document');
});

/** The policy of an example: half up, less what is kept, never below nothing. */
test.each([
  [10_000, 0, 10_000],
  [5_000, 0, 5_000],
  [3_333, 0, 3_333],
  [5_000, 6_000, 0],
])('of 10000 with %d basis points less %d somebody gets %d', (percent_bp, keep_minor, gets) => {
  expect(given(10_000, { min_hours_before: 24, percent_bp, keep_minor })).toBe(gets);
});

/** O16 */
test('why a bank took a payment back is said in words, also where the column has no place', async () => {
  answer('get', '/api/v1/payments/disputes', { data: [aDispute({ reason: 'fraudulent' })], next_cursor: null });
  openApp(`${AT}/disputes`, { me: me() });
  const [, row] = within(await screen.findByRole('table', { name: 'Disputes' })).getAllByRole('row');
  expect(within(row as HTMLElement).getByRole('rowheader')).toHaveTextContent('The buyer did not pay it, the bank says');
});

/** O18 */
test('balances are a table of debits and credits', async () => {
  answer('get', '/api/v1/payments/ledger', { data: [anEntry()], next_cursor: null });
  answer('get', '/api/v1/payments/ledger/balances', { data: [{ account: 'fees', amount: usd(-307) }, { account: 'stripe', amount: { amount: 400, currency: 'CHF' } }, { account: 'stripe', amount: usd(209) }] });
  openApp(`${AT}/ledger`, { me: me() });
  const balances = within(await screen.findByRole('table', { name: 'Balances of the accounts' })).getAllByRole('row').slice(1);
  expect(balances.map((line) => line.textContent.replaceAll('\u00a0', ' '))).toEqual(['Held by Stripe4.00 CHF–', 'Fees of the platform–3.07 USD', 'Held by Stripe2.09 USD–']);
});

/** UX-4: nothing is claimed that no page does. */
test('the refund policy says where buyers meet it', async () => {
  payoutsOf(anAccount());
  openApp(`${AT}/payouts`, { me: me() });
  expect(await screen.findByText(/It stands where they buy, with dates; the exact sum is shown before they cancel/)).toBeVisible();
});

/** UX-13: amounts of different currencies are never added */
test('months are summed in each currency alone', () => {
  const jpy = (amount: number) => ({ amount, currency: 'JPY' });
  const other = aMonth({ payments: 1, sales: jpy(1231), fees: jpy(231), tax_withheld: jpy(0), refunds: jpy(0), refunds_borne: jpy(0), earned: jpy(1000), paid_out: jpy(0) });
  const sums = sumsOf([aMonth(), other, aMonth({ payments: 3 })]);
  expect(sums.map(({ currency, payments, sales }) => [currency, payments, sales.amount])).toEqual([['USD', 15, 39_504], ['JPY', 1, 1231]]);
});

test('documents are asked of the server by kind, and each is downloaded', async () => {
  const seen = answer('get', '/api/v1/payments/documents', { data: [aSalesDocument()], next_cursor: null });
  const file = answer('get', '/api/v1/payments/documents/d1/file', { url: 'https://files.example/d1.pdf', expires_at: '2026-11-01T11:05:00Z' });
  const { user, address } = openApp(`${AT}/documents`, { me: me() });
  await user.click((await screen.findAllByRole('button', { name: 'Download Invoice APS-2026-000001' }))[0] as HTMLElement);
  await expect.poll(() => vi.mocked(leaveFor).mock.calls).toEqual([['https://files.example/d1.pdf']]);
  expect(file).toHaveLength(1);
  await user.selectOptions(screen.getByRole('combobox', { name: /Kind/ }), 'Credit note');
  await expect.poll(() => seen.at(-1)?.url.searchParams.get('kind')).toBe('credit_note');
  expect(address()).toContain('kind=credit_note');
});

/** RF-12: a document never changes; it is corrected by two others. */
test('an invoice is corrected by its new buyer, as long as that is possible', async () => {
  onePayment();
  answer('get', `/api/v1/payments/${PAYMENT}`, aPayment({ documents: [aDocument(), aDocument({ id: 'd0', number: 'APS-2027-000000', replaced_by_id: 'd1', correctable_until: null })] }));
  const sent = answer('post', '/api/v1/payments/documents/d1/correct', aSalesDocument({ id: 'd3', number: 'APS-2027-000003' }));
  const { user } = openApp(`${AT}/${PAYMENT}`, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Correct Invoice APS-2027-000001' }));
  expect(screen.queryByRole('button', { name: 'Correct Invoice APS-2027-000000' })).toBeNull();
  const name = await screen.findByRole('textbox', { name: /Invoice to/ });
  expect(name).toHaveValue('Ana Kos');
  await user.clear(name);
  await user.type(name, 'Klinik am See');
  await user.type(screen.getByRole('textbox', { name: /Country/ }), 'ch');
  await user.click(screen.getByRole('button', { name: 'Make the new invoice' }));
  await expect.poll(() => sent[0]?.body).toEqual({ name: 'Klinik am See', attention: null, address: null, country: 'CH', tax_id: null });
});

/** PA-7 */
test('a payment that the platform sold says so, with the tax by its rate, what of it is the platform’s, and how it came', async () => {
  onePayment();
  const amounts = { ...aPayment().amounts, tax: 263, tax_withheld: 263, organizer: 1076 };
  answer('get', `/api/v1/payments/${PAYMENT}`, aPayment({
    amounts, tax: { behavior: 'inclusive', seller_of_record: 'platform', lines: [{ name: 'VAT', country: 'PL', percentage: '19', amount: 263 }] },
    finance: { disputed: 0, charge_id: 'ch_1', fee_id: 'fee_1', transfer_id: 'tr_1', tax_reversal_id: 'trr_1P7aXy' },
  }));
  openApp(`${AT}/${PAYMENT}`, { me: me() });
  const panel = within(await screen.findByRole('region', { name: 'How it comes about' }));
  expect(panel.getByText(/^of which VAT 19/).parentElement).toHaveTextContent('2.63');
  expect(panel.getByText('Tax that the platform pays').parentElement).toHaveTextContent('2.63');
  expect(panel.getByText('You receive').parentElement).toHaveTextContent('10.76');
  expect(screen.getByText('Sold by').parentElement).toHaveTextContent('The platform');
  expect(screen.getByText('trr_1P7aXy')).toBeVisible();
});

test('a payment that the organizer sold names no other seller, and says that tax is still to come', async () => {
  onePayment();
  answer('get', `/api/v1/payments/${PAYMENT}`, aPayment({ status: 'open', paid_at: null, tax: { behavior: 'exclusive', seller_of_record: 'organizer', lines: [] } }));
  openApp(`${AT}/${PAYMENT}`, { me: me() });
  expect(await screen.findByText('Tax is added on the payment page, by the buyer\'s address.')).toBeVisible();
  expect(screen.queryByText('Sold by')).toBeNull();
});

/** PA-7 */
test('tax that no rule is signed off for is refused in a sentence at the form', async () => {
  payoutsOf(anAccount());
  refuse('patch', '/api/v1/payments/settings', { status: 409, code: 'tax-setup-incomplete', detail: 'Tax is not set up for this kind of sale yet.' });
  const { user } = openApp(`${AT}/payouts`, { me: me() });
  const box = await screen.findByRole('checkbox', { name: /^Work out tax/ });
  expect(screen.getByText(/Possible once a rule for your country has been signed off by an adviser/)).toBeVisible();
  await user.click(box);
  const form = within(box.closest('form') as HTMLElement);
  await user.click(form.getByRole('button', { name: 'Save' }));
  expect(await form.findByRole('alert')).toHaveTextContent('Tax is not set up for this kind of sale yet.');
  expect(box).toBeChecked();
});
