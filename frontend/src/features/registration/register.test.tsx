import { screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { aQuote, aTicket, booking, due, event, open, priced, usd } from './fixtures';
import { leaveFor } from '@/lib/navigation';
import { aPayment, me } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const EVENT = '/api/v1/discovery/events/:slug';
vi.mock(import('@/lib/navigation'), async (actual) => ({ ...(await actual()), leaveFor: vi.fn<typeof leaveFor>() }));

const QUOTES = '/api/v1/payments/quotes';
const AT = '/events/renal-2027/register';

/** UX-J2 */
test('a guest registers with two inputs, and the same screen confirms', async () => {
  answer('get', EVENT, event());
  const sent = answer('post', '/api/v1/registrations', booking());
  const { user, address } = openApp(AT);
  await user.type(await screen.findByRole('textbox', { name: 'Full name' }), 'Ana Kos');
  await user.type(screen.getByRole('textbox', { name: 'E-mail' }), 'ana@example.org');
  await user.click(screen.getByRole('button', { name: 'Register' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'You are registered' })).toBeVisible();
  expect(address()).toBe(AT);
  expect(sent[0]?.body).toMatchObject({
    event_id: 'e1',
    accept_waitlist: false,
    attendees: [{ full_name: 'Ana Kos', email: 'ana@example.org', name_shown: 'full' }],
  });
  expect(sent[0]?.headers.get('idempotency-key')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Open my place' })).toHaveAttribute('href', '/r/k.1.m');
  expect(screen.getByRole('link', { name: 'Add to calendar' })).toHaveAttribute('href', '/cal.ics');
});

test('who is signed in registers with one press', async () => {
  answer('get', EVENT, event());
  const sent = answer('post', '/api/v1/registrations', booking());
  const { user } = openApp(AT, { me: me() });
  expect(await screen.findByText('anna@example.org')).toBeVisible();
  expect(screen.queryByRole('textbox', { name: /Full name|E-mail/ })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Register' }));
  expect(await screen.findByRole('heading', { name: 'You are registered' })).toBeVisible();
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer token');
  expect(sent[0]?.body).not.toHaveProperty('attendees.0.email');
});

test('a seat lost meanwhile is said, and the same answers can wait', async () => {
  answer('get', EVENT, event());
  refuse('post', '/api/v1/registrations', { status: 409, code: 'sold-out' });
  const { user } = openApp(AT);
  await user.type(await screen.findByRole('textbox', { name: 'Full name' }), 'Ana Kos');
  await user.type(screen.getByRole('textbox', { name: 'E-mail' }), 'ana@example.org');
  await user.click(screen.getByRole('button', { name: 'Register' }));
  expect(await screen.findByText('The last place has just gone')).toBeVisible();
  const sent = answer('post', '/api/v1/registrations', booking({ status: 'waitlisted', waitlist_position: 3, next: 'wait' }));
  await user.click(screen.getByRole('button', { name: 'Join the waiting list' }));
  expect(await screen.findByText(/Your position: 3/)).toBeVisible();
  expect(sent[0]?.body).toMatchObject({ accept_waitlist: true, attendees: [{ email: 'ana@example.org' }] });
});

/** UX-18 */
test('a refused answer stands at its question', async () => {
  const questions = [{ id: 'q1', kind: 'text' as const, label: 'Licence number', help: null, required: true, options: [], max: 50 }];
  answer('get', EVENT, event({ registration: { ...event().registration, questions } }));
  refuse('post', '/api/v1/registrations', {
    status: 422,
    code: 'answer-invalid',
    errors: [{ pointer: '/attendees/0/answers/q1', code: 'too-long', detail: 'This number is not one.' }],
  });
  const { user } = openApp(AT);
  await user.type(await screen.findByRole('textbox', { name: 'Full name' }), 'Ana Kos');
  await user.type(screen.getByRole('textbox', { name: 'E-mail' }), 'ana@example.org');
  await user.click(screen.getByRole('button', { name: 'Register' }));
  expect(screen.getByRole('textbox', { name: 'Licence number' })).toHaveAccessibleDescription(/This answer is needed/);
  await user.type(screen.getByRole('textbox', { name: 'Licence number' }), 'abc');
  await user.click(screen.getByRole('button', { name: 'Register' }));
  await screen.findAllByText('This number is not one.');
  expect(screen.getByRole('textbox', { name: 'Licence number' })).toHaveAccessibleDescription(/not one/);
});

/** UX-J3, UX-20 */
test('a price is built up before paying, and the press says the sum; the seat is held by a page of its own', async () => {
  answer('get', EVENT, priced());
  answer('post', QUOTES, aQuote());
  const booked = answer('post', '/api/v1/registrations', booking({ status: 'held', next: 'pay' }, due()));
  const opened = answer('post', '/api/v1/payments/:id/checkout', { checkout_url: 'https://pay.example/cs_1', expires_at: '2027-03-01T12:31:00Z' });
  answer('post', '/api/v1/payments/:id/confirm', aPayment({ status: 'open' }));
  const { user, address } = openApp(AT);
  await user.type(await screen.findByRole('textbox', { name: 'Full name' }), 'Ana Kos');
  await user.type(screen.getByRole('textbox', { name: 'E-mail' }), 'ana@example.org');
  expect(await screen.findByText('Service fee')).toBeVisible();
  // The sum beside the form is the same, and says why it is more than the ticket's line.
  expect(screen.getByRole('complementary', { name: 'What you register for' })).toHaveTextContent(/23\.51\sUSDfees included/);
  expect(await screen.findByRole('heading', { name: 'If you cannot come' })).toBeVisible();
  await user.dblClick(screen.getByRole('button', { name: 'Pay 23.51\u00a0USD' }));
  expect(await screen.findByRole('timer')).toBeVisible();
  expect(address()).toBe('/checkout/return?payment=p1');
  expect(booked).toHaveLength(1);
  expect(opened[0]?.headers.get('authorization')).toBe('Seal p.1.m');
  expect(opened[0]?.body).toEqual({ return_to: '/r/k.1.m', buyer: {}, expected_subtotal: usd(2351) });
  expect(leaveFor).toHaveBeenCalledWith('https://pay.example/cs_1');
});

/** PC-9, UX-18 */
test('a refused code keeps every field; one that works makes the sum smaller', async () => {
  answer('get', EVENT, priced());
  answer('post', QUOTES, aQuote());
  const { user } = openApp(AT);
  await user.type(await screen.findByRole('textbox', { name: 'Full name' }), 'Ana Kos');
  await user.click(screen.getByText('Do you have a code?'));
  await screen.findByText('Service fee');
  refuse('post', QUOTES, { status: 422, code: 'promo-code-invalid', detail: 'This code cannot be used.' });
  await user.type(screen.getByRole('textbox', { name: /Promo or access code/ }), 'WINTER{Enter}');
  expect(await screen.findByText('This code cannot be used.')).toBeVisible();
  expect(screen.getByRole('textbox', { name: 'Full name' })).toHaveValue('Ana Kos');
  answer('post', QUOTES, aQuote(1, 660));
  await user.clear(screen.getByRole('textbox', { name: /Promo or access code/ }));
  await user.type(screen.getByRole('textbox', { name: /Promo or access code/ }), 'SPRING');
  await user.click(screen.getByRole('button', { name: 'Use code' }));
  expect(await screen.findByRole('button', { name: 'Pay 16.46\u00a0USD' })).toBeVisible();
  expect(screen.getByText('Code SPRING')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Remove code' }));
  expect(screen.getByRole('textbox', { name: /Promo or access code/ })).toHaveFocus();
});

test('a code shows a ticket that was hidden', async () => {
  answer('get', EVENT, event());
  const { user, address } = openApp(AT);
  await user.click(await screen.findByText('Do you have a code?'));
  answer('get', EVENT, event({ registration: open({ ticket_types: [aTicket(), aTicket({ id: 't2', name: 'Guests of honour' })] }) }));
  await user.type(screen.getByRole('textbox', { name: /Promo or access code/ }), 'VIP{Enter}');
  expect(await screen.findByRole('radio', { name: /Guests of honour/ })).toBeVisible();
  expect(address()).toBe(`${AT}?code=VIP`);
});

test('a party is booked in one go, each with a name, an address and answers of their own', async () => {
  const questions = [{ id: 'q1', kind: 'text' as const, label: 'Ward', help: null, required: true, options: [], max: 50 }];
  answer('get', EVENT, priced({ registration: open({ questions, ticket_types: [aTicket({ buyer_pays: usd(2351) }), aTicket({ id: 't2', name: 'Student' })] }) }));
  const quoted = answer('post', QUOTES, aQuote());
  const { user } = openApp(AT);
  await user.click(await screen.findByRole('radio', { name: /Seat/ }));
  await user.type(screen.getByRole('textbox', { name: 'Full name' }), 'Ana Kos');
  await user.type(screen.getByRole('textbox', { name: 'E-mail' }), 'ana@example.org');
  await user.type(screen.getByRole('textbox', { name: 'Ward' }), 'A1');
  await user.click(screen.getByRole('button', { name: 'Add a person' }));
  const second = within(screen.getByRole('group', { name: 'Person 2' }));
  await user.selectOptions(second.getByRole('combobox', { name: 'Ticket' }), 't2');
  await user.type(second.getByRole('textbox', { name: 'Full name' }), 'Ben Ott');
  await user.type(second.getByRole('textbox', { name: 'E-mail' }), 'ben@example.org');
  await user.type(second.getByRole('textbox', { name: 'Ward' }), 'B2');
  const sent = answer('post', '/api/v1/registrations', booking());
  await user.click(await screen.findByRole('button', { name: /^Pay/ }));
  await screen.findByRole('heading', { name: 'You are registered' });
  // The second person begins with the ticket of the first; what is free is not asked for.
  expect(quoted.map(({ body }) => body)).toEqual([1, 2].map((quantity) => ({ items: [{ ticket_type_id: 't1', quantity }] })));
  expect(sent[0]?.body).toMatchObject({
    attendees: [
      { ticket_type_id: 't1', full_name: 'Ana Kos', answers: { q1: 'A1' } },
      { ticket_type_id: 't2', full_name: 'Ben Ott', email: 'ben@example.org', answers: { q1: 'B2' } },
    ],
  });
});

test('adding a person refuses nothing that nobody has reached yet', async () => {
  answer('get', EVENT, event());
  const { user } = openApp(AT);
  await user.click(await screen.findByRole('button', { name: 'Add a person' }));
  const second = within(screen.getByRole('group', { name: 'Person 2' }));
  await user.click(second.getByRole('button', { name: 'Remove person 2' }));
  await user.click(screen.getByRole('button', { name: 'Add a person' }));
  for (const field of screen.getAllByRole('textbox', { name: /Full name|E-mail/ })) expect(field).not.toBeInvalid();
  await user.click(screen.getByRole('button', { name: 'Register' }));
  for (const field of screen.getAllByRole('textbox', { name: /Full name|E-mail/ })) expect(field).toBeInvalid();
});

/** RG-19 */
test('a place is booked for somebody who is named later: neither name nor answers are asked or sent', async () => {
  const questions = [{ id: 'q1', kind: 'text' as const, label: 'Ward', help: null, required: true, options: [], max: 50 }];
  answer('get', EVENT, event({ format: 'hybrid', registration: open({ questions }) }));
  const { user } = openApp(AT);
  await user.type(await screen.findByRole('textbox', { name: 'Full name' }), 'Ana Kos');
  await user.type(screen.getByRole('textbox', { name: 'E-mail' }), 'ana@example.org');
  await user.click(screen.getByRole('radio', { name: 'Online' }));
  await user.type(screen.getByRole('textbox', { name: 'Ward' }), 'A1');
  await user.click(screen.getByRole('button', { name: 'Add a place without a name' }));
  const second = within(screen.getByRole('group', { name: 'Person 2' }));
  expect(second.getByRole('checkbox', { name: /name this person later/ })).toBeChecked();
  expect(second.queryByRole('textbox')).toBeNull();
  await user.click(second.getByRole('radio', { name: 'In person' }));
  const sent = answer('post', '/api/v1/registrations', booking());
  await user.click(screen.getByRole('button', { name: 'Register' }));
  await screen.findByRole('heading', { name: 'You are registered' });
  expect(sent[0]?.body).toMatchObject({ attendees: [{ email: 'ana@example.org', answers: { q1: 'A1' } }, { mode: 'in_person', answers: {} }] });
  expect(sent[0]?.body).not.toHaveProperty('attendees.1.email');
  expect(sent[0]?.body).not.toHaveProperty('attendees.1.full_name');
});

/** RG-21 */
test('where the organizer decides, one asks for a place; nothing is paid, and the screen says so', async () => {
  answer('get', EVENT, priced({ registration: open({ approval_required: true, ticket_types: [aTicket({ buyer_pays: usd(2351), price: usd(1999) })] }) }));
  answer('post', QUOTES, aQuote());
  const { user } = openApp(AT);
  expect(await screen.findByRole('heading', { level: 1, name: 'Ask for a place' })).toBeVisible();
  expect(screen.getByText(/pay nothing yet/)).toBeVisible();
  await user.type(screen.getByRole('textbox', { name: 'Full name' }), 'Ana Kos');
  await user.type(screen.getByRole('textbox', { name: 'E-mail' }), 'ana@example.org');
  expect(await screen.findByText('You pay this only when you are approved.')).toBeVisible();
  const sent = answer('post', '/api/v1/registrations', booking({ status: 'requested', next: 'approval' }));
  await user.click(screen.getByRole('button', { name: 'Ask for a place' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'You have asked for a place' })).toBeVisible();
  expect(screen.queryByRole('link', { name: 'Add to calendar' })).toBeNull();
  expect(sent).toHaveLength(1);
});

/** PA-7 */
test('where tax is taken the country is asked openly; a refusal is said on the page of the payment, and what was typed is kept', async () => {
  answer('get', EVENT, priced({ registration: open({ ticket_types: [aTicket({ buyer_pays: usd(2351), price: usd(1999), tax: 'exclusive' })] }) }));
  answer('post', QUOTES, { ...aQuote(), tax: { behavior: 'exclusive', amount: 0, estimated: true } });
  answer('post', '/api/v1/registrations', booking({ status: 'held', next: 'pay' }, due()));
  const detail = 'Say in which country you are: how this is taxed depends on it.';
  refuse('post', '/api/v1/payments/:id/checkout', { status: 422, code: 'buyer-country-needed', errors: [{ pointer: '/buyer/country', code: 'buyer-country-needed', detail }] });
  answer('post', '/api/v1/payments/:id/confirm', aPayment({ status: 'draft', tax: { behavior: 'exclusive', seller_of_record: 'organizer', lines: [] } }));
  const { user, address } = openApp(AT);
  await user.type(await screen.findByRole('textbox', { name: 'Full name' }), 'Ana Kos');
  await user.type(screen.getByRole('textbox', { name: 'E-mail' }), 'ana@example.org');
  expect(await screen.findByRole('combobox', { name: /^Country/ })).toHaveAccessibleDescription('How this is taxed depends on it.');
  expect(screen.getByRole('complementary', { name: 'What you register for' })).toHaveTextContent(/23.51.USD\s*fees included\s*plus tax/);
  expect(await screen.findByText('Tax is added on the payment page, by your address.')).toBeVisible();
  expect(screen.getByText('The last page shows the same sum and adds the tax.')).toBeVisible();
  await user.click(screen.getByText('Do you pay for a company?'));
  await user.type(screen.getByRole('textbox', { name: /^Company/ }), 'Klinik am See');
  await user.click(screen.getByRole('button', { name: 'Pay 23.51\u00a0USD plus tax' }));
  expect(await screen.findByRole('timer')).toBeVisible();
  expect(address()).toBe('/checkout/return?payment=p1');
  const country = await screen.findByRole('combobox', { name: 'Country' });
  await expect.poll(() => country).toHaveAccessibleDescription(expect.stringContaining(detail));
  expect(country).toBeInvalid();
  await user.click(screen.getByText('Do you pay for a company?'));
  expect(screen.getByRole('textbox', { name: /^Company/ })).toHaveValue('Klinik am See');
});

/** PA-7 */
test('places that are taxed apart are told after booking, with the seats held', async () => {
  answer('get', EVENT, priced());
  answer('post', QUOTES, aQuote());
  answer('post', '/api/v1/registrations', booking({ status: 'held', next: 'pay' }, due()));
  refuse('post', '/api/v1/payments/:id/checkout', { status: 409, code: 'taxed-apart', detail: 'These places are taxed in different ways.' });
  answer('post', '/api/v1/payments/:id/confirm', aPayment({ status: 'draft' }));
  const { user } = openApp(AT);
  await user.type(await screen.findByRole('textbox', { name: 'Full name' }), 'Ana Kos');
  await user.type(screen.getByRole('textbox', { name: 'E-mail' }), 'ana@example.org');
  await user.click(await screen.findByRole('button', { name: 'Pay 23.51\u00a0USD' }));
  expect(await screen.findByText('These places are taxed in different ways.')).toBeVisible();
  expect(screen.getByRole('timer')).toBeVisible();
});
