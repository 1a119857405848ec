import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aTaxRule } from './fixtures';
import { me } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const operator = { ...me(), platform_role: 'operator' };
const AT = '/operate/tax-rules';
const RULES = '/api/v1/billing/tax-rules';
const SIGNED = { signed_off_by: 'Clara Weiss, tax adviser, Hamburg', signed_off_at: '2026-11-26T09:00:00Z' };
const CASE = 'Live online, to consumers, from Germany to all others';

const list = (...data: ReturnType<typeof aTaxRule>[]) => answer('get', RULES, { data, next_cursor: null });
const dialog = async () => within(await screen.findByRole('dialog'));

/** PA-7 */
test('each rule says for what it is, who owes the tax, by which law, and whether it is used', async () => {
  const asked = list(
    aTaxRule(),
    aTaxRule({ id: 'tr2', mode: 'in_person', buyer_country: 'FR', buyer_is_business: true, place: 'performance', seller_of_record: 'platform', valid_from: '2020-01-01T00:00:00Z', ...SIGNED }),
    aTaxRule({ id: 'tr3', mode: 'on_demand', valid_from: '2999-01-01T00:00:00Z', ...SIGNED }),
    aTaxRule({ id: 'tr4', withdrawn_at: '2026-11-27T09:00:00Z' }),
    aTaxRule({ id: 'tr5', valid_from: '2020-01-01T00:00:00Z', replaced_at: '2024-07-01T00:00:00Z', ...SIGNED }),
    aTaxRule({ id: 'tr6', mode: 'on_demand', valid_from: '2020-01-01T00:00:00Z', replaced_at: '2999-07-01T00:00:00Z', ...SIGNED }),
  );
  const { user } = openApp(AT, { me: operator });
  const table = within(await screen.findByRole('table', { name: 'Tax rules' }));
  const row = (n: number) => table.getAllByRole('row')[n];
  expect(row(1)).toHaveTextContent(/Live online, to consumers.*from Germany to all others.*The organizer.*by the place of the buyer.*Article 54.*txcd_20060045.*Not signed off/);
  expect(row(2)).toHaveTextContent(/In person, to businesses.*from Germany to France.*The platform.*by the place of the event.*In use.*signed off by Clara Weiss, tax adviser, Hamburg/);
  expect(row(3)).toHaveTextContent(/On demand.*Not yet valid/);
  expect(row(4)).toHaveTextContent(/Withdrawn.*withdrawn Nov 27, 2026/);
  expect(row(5)).toHaveTextContent(/Replaced.*until Jul 1, 2024.*when another rule took its place/);
  expect(row(6)).toHaveTextContent(/In use.*until Jul 1, 2999.*when another rule takes its place/);
  expect(table.getAllByRole('button').map((button) => button.getAttribute('aria-label'))).toEqual([
    `Sign off: ${CASE}`, `Withdraw: ${CASE}`, 'Withdraw: In person, to businesses, from Germany to France', 'Withdraw: On demand, to consumers, from Germany to all others',
    `Withdraw: ${CASE}`, 'Withdraw: On demand, to consumers, from Germany to all others',
  ]);
  expect(asked[0]?.url.searchParams.get('seller_country')).toBeNull();
  const filtered = list();
  await user.type(screen.getByRole('combobox', { name: 'Organizer in' }), 'switz{Enter}');
  expect(await screen.findByText('No rule for organizers in this country')).toBeVisible();
  expect(filtered[0]?.url.searchParams.get('seller_country')).toBe('CH');
});

test('support reads the rules, and has nothing to press', async () => {
  list(aTaxRule());
  openApp(`${AT}?act=sign-off&rule=tr1`, { me: { ...me(), platform_role: 'support' } });
  expect(await screen.findAllByText('Not signed off')).not.toHaveLength(0);
  expect(screen.queryByRole('button', { name: /Write|Sign off|Withdraw/ })).toBeNull();
  expect(screen.queryByRole('dialog')).toBeNull();
});

/** PA-7 */
test('a rule is written down once; the place of the event is offered only for who comes in person', async () => {
  list();
  const sent = answer('post', RULES, { id: 'tr1' });
  const { user } = openApp(AT, { me: operator });
  expect(await screen.findByText('No rule has been written down')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Write a rule down' }));
  const form = await dialog();
  expect(form.queryByRole('radio', { name: 'That of the event' })).toBeNull();
  await user.click(form.getByRole('radio', { name: 'In person' }));
  await user.click(form.getByRole('radio', { name: 'That of the event' }));
  await user.type(form.getByRole('textbox', { name: /^Stripe tax code/ }), 'txcd_1');
  await user.click(form.getByRole('button', { name: 'Write down' }));
  await expect.poll(() => form.getByRole('combobox', { name: 'Country of the organizer' })).toHaveAccessibleDescription(expect.stringContaining('Choose a country'));
  expect(form.getByRole('textbox', { name: /^Stripe tax code/ })).toHaveAccessibleDescription(expect.stringContaining('such as txcd_20060045'));
  expect(form.getByRole('textbox', { name: /^Legal reference/ })).toHaveAccessibleDescription(expect.stringContaining('Say which law it is'));
  expect(form.getByRole('textbox', { name: /^Reason/ })).toHaveAccessibleDescription(expect.stringContaining('Say why'));
  expect(sent).toHaveLength(0);
  await user.type(form.getByRole('combobox', { name: 'Country of the organizer' }), 'germ{Enter}');
  await user.type(form.getByRole('combobox', { name: 'Country of the buyer' }), 'france{Enter}');
  await user.click(form.getByRole('radio', { name: 'Business' }));
  await user.click(form.getByRole('radio', { name: 'The platform' }));
  await user.clear(form.getByRole('textbox', { name: /^Stripe tax code/ }));
  await user.type(form.getByRole('textbox', { name: /^Stripe tax code/ }), 'txcd_20060045');
  await user.type(form.getByRole('textbox', { name: /^Legal reference/ }), 'Article 53');
  await user.clear(form.getByLabelText('Date'));
  await user.type(form.getByLabelText('Date'), '2026-12-01');
  await user.clear(form.getByLabelText('Time'));
  await user.type(form.getByLabelText('Time'), '00:00');
  await user.type(form.getByRole('textbox', { name: /^Reason/ }), 'Mail of the adviser.');
  await user.click(form.getByRole('button', { name: 'Write down' }));
  await expect.poll(() => sent.map(({ body }) => body)).toEqual([
    {
      mode: 'in_person', seller_country: 'DE', buyer_country: 'FR', buyer_is_business: true, seller_of_record: 'platform', place: 'performance', stripe_tax_code: 'txcd_20060045',
      legal_reference: 'Article 53', valid_from: new Date('2026-12-01T00:00').toISOString(), reason: 'Mail of the adviser.',
    },
  ]);
  expect(sent[0]?.headers.get('idempotency-key')).not.toBeNull();
  expect(await screen.findByText('The rule is written down')).toBeVisible();
  expect(screen.queryByRole('dialog')).toBeNull();
});

/** RF-12 */
test('a rule for the fees of the platform has a rate and a name, and nothing that is for sales', async () => {
  list(aTaxRule({ mode: 'platform_fee', buyer_country: 'FR', seller_of_record: 'platform', rate_bp: 550, tax_name: 'VAT 5.5 %' }));
  const sent = answer('post', RULES, { id: 'tr1' });
  const { user } = openApp(AT, { me: operator });
  expect(await screen.findAllByText(/Fees of the platform, to consumers/)).not.toHaveLength(0);
  expect(screen.getAllByText('VAT 5.5 %: 5.5 % on the net amount, in the fee')).not.toHaveLength(0);
  await user.click(screen.getByRole('button', { name: 'Write a rule down' }));
  const form = await dialog();
  await user.click(form.getByRole('radio', { name: 'Fees of the platform' }));
  expect(form.queryByRole('radio', { name: 'The organizer' })).toBeNull();
  expect(form.queryByRole('textbox', { name: /^Stripe tax code/ })).toBeNull();
  await user.type(form.getByRole('textbox', { name: /^Legal reference/ }), 'Section 12');
  await user.type(form.getByRole('textbox', { name: /^Reason/ }), 'Mail of the adviser.');
  await user.type(form.getByRole('combobox', { name: 'Country of the platform' }), 'germ{Enter}');
  await user.type(form.getByRole('combobox', { name: 'Country of the organizer' }), 'france{Enter}');
  await user.click(form.getByRole('radio', { name: 'With a tax number' }));
  await user.click(form.getByRole('button', { name: 'Write down' }));
  await expect.poll(() => form.getByRole('textbox', { name: /^Rate/ })).toHaveAccessibleDescription(expect.stringContaining('0 to 50 %'));
  expect(form.getByRole('textbox', { name: /^Name on the statement/ })).toHaveAccessibleDescription(expect.stringContaining('Say what the tax is called'));
  await user.type(form.getByRole('textbox', { name: /^Rate/ }), '8.1');
  await user.type(form.getByRole('textbox', { name: /^Name on the statement/ }), 'VAT 8.1 %');
  await user.click(form.getByRole('button', { name: 'Write down' }));
  await expect.poll(() => sent[0]?.body).toMatchObject({
    mode: 'platform_fee', seller_country: 'DE', buyer_country: 'FR', buyer_is_business: true, seller_of_record: 'platform', place: 'buyer', rate_bp: 810, tax_name: 'VAT 8.1 %', stripe_tax_code: 'txcd_20030000',
  });
});

test('what the server finds in a rule stands at its field; a place that was chosen before is not sent for a sale online', async () => {
  list();
  const sent = answer('post', RULES, { id: 'tr1' });
  refuse('post', RULES, { status: 422, code: 'validation-failed', errors: [{ pointer: '/stripe_tax_code', code: 'tax-code-invalid', detail: 'There is no such code.' }] }, { once: true });
  const { user } = openApp(`${AT}?act=record`, { me: operator });
  const form = await dialog();
  await user.click(form.getByRole('radio', { name: 'In person' }));
  await user.click(form.getByRole('radio', { name: 'That of the event' }));
  await user.click(form.getByRole('radio', { name: 'On demand' }));
  await user.type(form.getByRole('combobox', { name: 'Country of the organizer' }), 'germ{Enter}');
  await user.type(form.getByRole('textbox', { name: /^Stripe tax code/ }), 'txcd_00000000');
  await user.type(form.getByRole('textbox', { name: /^Legal reference/ }), 'Article 58');
  await user.type(form.getByRole('textbox', { name: /^Reason/ }), 'A trial.');
  await user.click(form.getByRole('button', { name: 'Write down' }));
  await expect.poll(() => form.getByRole('textbox', { name: /^Stripe tax code/ })).toHaveAccessibleDescription(expect.stringContaining('There is no such code.'));
  await user.type(form.getByRole('textbox', { name: /^Stripe tax code/ }), '{Backspace}1');
  await user.click(form.getByRole('button', { name: 'Write down' }));
  await expect.poll(() => sent[0]?.body).toMatchObject({ mode: 'on_demand', place: 'buyer', buyer_country: null, buyer_is_business: false });
});

/** PA-7 */
test('an adviser signs a rule off after it was said that it stays as it is', async () => {
  list(aTaxRule());
  const sent = answer('post', `${RULES}/tr1/sign-off`, aTaxRule(SIGNED));
  refuse('post', `${RULES}/tr1/sign-off`, { status: 409, code: 'tax-rule-final', detail: 'This rule is signed off, or out of use. It stays as it is.' }, { once: true });
  const { user } = openApp(AT, { me: operator });
  await user.click((await screen.findAllByRole('button', { name: `Sign off: ${CASE}` }))[0] as HTMLElement);
  const form = await dialog();
  expect(form.getByText(/cannot be changed after/)).toBeVisible();
  expect(form.getByText('txcd_20060045')).toBeVisible();
  await user.click(form.getByRole('button', { name: 'Sign off' }));
  await expect.poll(() => form.getByRole('textbox', { name: /^Adviser/ })).toHaveAccessibleDescription(expect.stringContaining('Say who stands for it'));
  expect(sent).toHaveLength(0);
  await user.type(form.getByRole('textbox', { name: /^Adviser/ }), 'Clara Weiss, tax adviser, Hamburg');
  await user.type(form.getByRole('textbox', { name: /^Reason/ }), 'Opinion of 26 November 2026.');
  await user.click(form.getByRole('button', { name: 'Sign off' }));
  expect(await form.findByText(/It stays as it is/)).toBeVisible();
  await user.click(form.getByRole('button', { name: 'Sign off' }));
  await expect.poll(() => sent.map(({ body }) => body)).toEqual([{ adviser: 'Clara Weiss, tax adviser, Hamburg', reason: 'Opinion of 26 November 2026.' }]);
  expect(await screen.findByText('The rule is signed off')).toBeVisible();
});

test('a rule is withdrawn with a reason', async () => {
  list(aTaxRule(SIGNED));
  const sent = answer('post', `${RULES}/tr1/withdraw`, aTaxRule({ ...SIGNED, withdrawn_at: '2026-11-27T09:00:00Z' }));
  const { user, address } = openApp(AT, { me: operator });
  await user.click((await screen.findAllByRole('button', { name: `Withdraw: ${CASE}` }))[0] as HTMLElement);
  expect(address()).toBe(`${AT}?act=withdraw&rule=tr1`);
  const form = await dialog();
  expect(form.getByText(/cannot be brought back/)).toBeVisible();
  await user.type(form.getByRole('textbox', { name: /^Reason/ }), 'The law has changed.');
  await user.click(form.getByRole('button', { name: 'Withdraw' }));
  await expect.poll(() => sent.map(({ body }) => body)).toEqual([{ reason: 'The law has changed.' }]);
  expect(await screen.findByText('The rule is withdrawn')).toBeVisible();
  expect(address()).toBe(AT);
});
