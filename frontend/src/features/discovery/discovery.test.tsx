import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aCard, anEvent, aTicket } from './fixtures';
import { formatRange, ownZone } from '@/lib/format/time';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const EVENT = '/api/v1/discovery/events/:slug';

/** UX-38 */
test('an event says when it is in the reader’s own zone first, then in its own', async () => {
  answer('get', EVENT, anEvent());
  openApp('/events/renal-2027');
  const facts = within(await screen.findByRole('complementary', { name: 'When, where and how to register' }));
  const { starts_at: from, ends_at: to } = anEvent();
  const shown = facts.getByText(/event time/).parentElement?.textContent;
  expect(shown).toBe(`${formatRange(from, to, ownZone())}${formatRange(from, to, 'America/New_York')} · event time`);
});

test('a credit that was only applied for is never called approved', async () => {
  answer('get', EVENT, anEvent());
  openApp('/events/renal-2027');
  expect(await screen.findByText(/applied for, not yet approved/)).toBeVisible();
});

/** UX-45 */
test('the organizer’s text shows as elements: no script, no dangerous link', async () => {
  answer('get', EVENT, anEvent());
  const { container } = openApp('/events/renal-2027');
  expect(await screen.findByText('Bring a case.')).toBeVisible();
  expect(container.querySelector('script')).toBeNull();
  expect(screen.queryByRole('link', { name: 'Run' })).toBeNull();
  expect(screen.getByRole('link', { name: /^Read/ })).toHaveAttribute('href', 'https://example.org');
});

test.each([
  [{ availability: 'waitlist' as const }, 'Join the waiting list'],
  [{}, 'Register'],
])('there is one press to take part: %o', async (change, name) => {
  answer('get', EVENT, anEvent(change));
  openApp('/events/renal-2027');
  expect(await screen.findByRole('link', { name })).toHaveAttribute('href', '/events/renal-2027/register');
});

test('what is over or full says so in place of the button', async () => {
  answer('get', EVENT, anEvent({ availability: 'closed', registration: { ...anEvent().registration, open: false, reason: 'over' } }));
  openApp('/events/renal-2027');
  expect(await screen.findByText('This event is over')).toBeVisible();
  expect(screen.queryByRole('link', { name: 'Register' })).toBeNull();
});

test('a former address leads to the present one', async () => {
  answer('get', EVENT, anEvent());
  const { address } = openApp('/events/old-name');
  await screen.findByRole('heading', { level: 1, name: /Renal/ });
  expect(address()).toBe('/events/renal-2027');
});

test('a private event opens with the key of the invitation', async () => {
  refuse('get', EVENT, { status: 404, code: 'not-found' });
  const { user, address } = openApp('/events/secret');
  await user.type(await screen.findByRole('textbox', { name: 'Access key' }), 'k1');
  const asked = answer('get', EVENT, anEvent({ slug: 'secret' }));
  await user.click(screen.getByRole('button', { name: 'Open the event' }));
  await screen.findByRole('heading', { level: 1, name: /Renal/ });
  expect(asked.map(({ url }) => url.searchParams.get('key'))).toContain('k1');
  expect(address()).toBe('/events/secret?key=k1');
});

/** UX-13 */
test('filters live in the address and each can be removed', async () => {
  const asked = answer('get', '/api/v1/discovery/events', { data: [], next_cursor: null });
  const { user, address } = openApp('/events?format=online&q=renal');
  expect(await screen.findByText('No event fits these filters')).toBeVisible();
  expect(asked.map(({ url }) => url.search)).toContain('?q=renal&format=online');
  answer('get', '/api/v1/discovery/events', { data: [aCard()], next_cursor: null });
  await user.click(screen.getByRole('button', { name: 'Remove Online' }));
  expect(await screen.findByRole('link', { name: /Renal/ })).toBeVisible();
  expect(address()).toBe('/events?q=renal');
});

const usd = (amount: number) => ({ amount, currency: 'USD' });

test('the lowest price stands above the fold, until when it holds, and each ticket with its own', async () => {
  const tickets = [
    aTicket({ name: 'Early bird', buyer_pays: usd(1646), next_buyer_pays: usd(2200), price_ends_at: '2027-01-31T23:00:00Z' }),
    aTicket({ id: 't2', name: 'Group', buyer_pays: usd(9900), availability: 'sold_out' }),
  ];
  answer('get', EVENT, anEvent({ free: false, price: usd(1646), price_varies: true, registration: { ...anEvent().registration, ticket_types: tickets } }));
  openApp('/events/renal-2027');
  const facts = await screen.findByRole('complementary', { name: 'When, where and how to register' });
  expect(facts).toHaveTextContent('from 16.46 USD');
  expect(facts).toHaveTextContent('This price holds until Jan 31, 2027');
  await screen.findByRole('heading', { name: 'Tickets' });
  const [early, group] = screen.getAllByRole('listitem').filter(({ textContent: text }) => /^(Early bird|Group)/.test(text));
  expect(early).toHaveTextContent(/16\.46 USD.*then 22\.00 USD/);
  expect(group).toHaveTextContent(/99\.00 USD.*Full/);
});

/** PA-8 */
/** RF-1 */
test('a page that sells says what is paid back', async () => {
  const sold = { free: false, price: usd(1646), registration: { ...anEvent().registration, ticket_types: [aTicket({ name: 'Seat', price: usd(1339), buyer_pays: usd(1646) })] } };
  answer('get', EVENT, anEvent({ ...sold, refund_terms: { rungs: [], fees_refundable: false, self_cancel: false } }));
  openApp('/events/renal-2027');
  expect(await screen.findByRole('heading', { name: 'If you cannot come' })).toBeVisible();
  expect(screen.getByText('You cannot cancel by yourself: ask the organizer, who decides what is paid back.')).toBeVisible();
});

test('where nothing is sold nothing is said of paying back', async () => {
  answer('get', EVENT, anEvent());
  openApp('/events/renal-2027');
  await screen.findByRole('complementary', { name: 'When, where and how to register' });
  expect(screen.queryByRole('heading', { name: 'If you cannot come' })).not.toBeInTheDocument();
});

test('a price that is more than the ticket says that fees are in it, so that the lines before paying are no surprise', async () => {
  const ticket = aTicket({ name: 'Seat', price: usd(1339), buyer_pays: usd(1646) });
  answer('get', EVENT, anEvent({ free: false, price: usd(1646), registration: { ...anEvent().registration, ticket_types: [ticket] } }));
  openApp('/events/renal-2027');
  expect(await screen.findByRole('complementary', { name: 'When, where and how to register' })).toHaveTextContent('16.46 USDfees included');
});

/** PA-7 */
test.each([['inclusive', 'incl. tax'], ['exclusive', 'plus tax']] as const)('a price with %s tax says so, at the ticket and above the fold', async (tax, said) => {
  const tickets = [aTicket({ name: 'Seat', buyer_pays: usd(1646), tax }), aTicket({ id: 't2', name: 'Guest', tax: null })];
  answer('get', EVENT, anEvent({ free: false, price: usd(1646), registration: { ...anEvent().registration, ticket_types: tickets } }));
  openApp('/events/renal-2027');
  expect(await screen.findByRole('complementary', { name: 'When, where and how to register' })).toHaveTextContent(`16.46 USD${said}`);
  await screen.findByRole('heading', { name: 'Tickets' });
  const [seat, guest] = screen.getAllByRole('listitem').filter(({ textContent: text }) => /^(Seat|Guest)/.test(text));
  expect(seat).toHaveTextContent(`16.46 USD${said}`);
  expect(guest).not.toHaveTextContent('tax');
});

test('a code shows hidden tickets, stays in the address and goes along to registering', async () => {
  answer('get', EVENT, anEvent({ registration: { ...anEvent().registration, ticket_types: [aTicket(), aTicket({ id: 't2', name: 'Student' })] } }));
  const { user, address } = openApp('/events/renal-2027');
  await user.click(await screen.findByText('Do you have a code?'));
  const asked = answer('get', EVENT, anEvent({ registration: { ...anEvent().registration, ticket_types: [aTicket(), aTicket({ id: 't3', name: 'Guests of honour' })] } }));
  await user.type(screen.getByRole('textbox', { name: 'Code' }), 'VIP');
  await user.click(screen.getByRole('button', { name: 'Show tickets' }));
  expect(await screen.findByText('Guests of honour')).toBeVisible();
  expect(asked[0]?.url.searchParams.get('access_code')).toBe('VIP');
  expect(address()).toBe('/events/renal-2027?code=VIP');
  expect(screen.getByRole('link', { name: 'Register' })).toHaveAttribute('href', '/events/renal-2027/register?code=VIP');
});
