import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { A_MARKED_PAYMENT, aTicket, UNPAID } from './fixtures';
import { A_LISTED_REGISTRATION, anEvent, aPayment, aRegistration, me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer } from '@/test/server';

const EVENT = '0198a000-0000-7000-8000-00000000e001';
const AT = `/org/${ORG_ID}/events/${EVENT}/registrations`;
const COUNTS = { requested: 0, held: 0, offered: 0, waitlisted: 2, confirmed: 1, expired: 0, cancelled: 0, declined: 0, transferred: 0, capacity: 10, seats_taken: 1, waitlist_max: 5 };

const LISTED = A_LISTED_REGISTRATION;
const ONE = aRegistration();

const TICKET = aTicket();

function stand() {
  answer('get', '/api/v1/events/:id/tickets', { data: [TICKET] });
  answer('get', '/api/v1/events/:id/questions', { data: [] });
  answer('get', '/api/v1/events/:id', anEvent({ id: EVENT, status: 'published' }));
  answer('get', '/api/v1/registrations/:id', ONE);
  answer('get', '/api/v1/registrations/counts', COUNTS);
}

const SEES = me(['view-organization', 'read-events', 'read-registrations', 'manage-registrations']);

/** UX-53 */
test('a person opens beside the list at an address of their own', async () => {
  stand();
  answer('get', '/api/v1/registrations', { data: [LISTED], next_cursor: null });
  const { user, address } = openApp(`${AT}?presence=pending`, { me: SEES });
  await user.click((await screen.findAllByRole('link', { name: 'Łukasz Żółć' }, { timeout: 5000 }))[0] as HTMLElement);
  const drawer = await screen.findByRole('dialog', { name: 'Łukasz Żółć' });
  expect(await within(drawer).findByText('Nephrology')).toBeVisible();
  expect(address()).toBe(`${AT}?presence=pending&person=r1`);
  await user.click(within(drawer).getByRole('button', { name: 'Close' }));
  expect(address()).toBe(`${AT}?presence=pending`);
});

/** UX-28 */
test('cancelling a registration says what it does before it does it', async () => {
  stand();
  answer('get', '/api/v1/registrations', { data: [LISTED], next_cursor: null });
  const sent = answer('post', '/api/v1/registrations/:id/cancel', { ...ONE, status: 'cancelled' });
  const { user } = openApp(`${AT}?person=r1`, { me: SEES });
  await user.click(within(await screen.findByRole('dialog', { name: 'Łukasz Żółć' })).getByRole('button', { name: 'More actions' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Cancel the registration' }));
  const asked = await screen.findByRole('dialog', { name: 'Cancel this registration?' });
  expect(within(asked).getByText(/goes to the next person who waits/)).toBeVisible();
  expect(within(asked).getByRole('button', { name: 'Keep the registration' })).toBeVisible();
  await user.click(within(asked).getByRole('button', { name: 'Cancel the registration' }));
  await expect.poll(() => sent[0]?.body).toEqual({});
});

test('adding somebody who is registered already is said in the form', async () => {
  stand();
  answer('get', '/api/v1/registrations', { data: [], next_cursor: null });
  const sent = answer('post', '/api/v1/registrations/bulk', {
    dry_run: false, created: 0, waitlisted: 0, exists: 1, refused: 0,
    rows: [{ row: 1, email: 'ana@example.org', outcome: 'exists', code: null, detail: null, registration_id: 'r1', payment_id: null }],
  });
  const { user } = openApp(AT, { me: SEES });
  await user.click(await screen.findByRole('button', { name: 'Add a person' }));
  await user.type(await screen.findByRole('textbox', { name: 'Full name' }), 'Ana');
  await user.type(screen.getByRole('textbox', { name: 'E-mail address' }), 'ana@example.org');
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Add a person' }));
  expect(await screen.findByText('This address is registered already.')).toBeVisible();
  expect(sent[0]?.headers.get('idempotency-key')).not.toBeNull();
});

test('a list is imported only after its preview', async () => {
  stand();
  answer('get', '/api/v1/registrations', { data: [], next_cursor: null });
  const sent = answer('post', '/api/v1/registrations/import', {
    dry_run: true, created: 2, waitlisted: 0, exists: 0, refused: 1,
    rows: [{ row: 3, email: 'nobody', outcome: 'refused', code: 'email-invalid', detail: 'Not an e-mail address', registration_id: null, payment_id: null }],
  });
  const { user } = openApp(AT, { me: SEES });
  await user.click(await screen.findByRole('button', { name: 'More actions' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Import a list' }));
  await user.upload(await screen.findByLabelText(/Drop the CSV/), new File(['email,name'], 'people.csv', { type: 'text/csv' }));
  expect(await screen.findByText('Not an e-mail address')).toBeVisible();
  expect(sent).toHaveLength(1);
  expect(screen.getByRole('button', { name: 'Register 2 people' })).toBeVisible();
});

/** RG-21, UX-15 */
test('requests are answered many at once; what was refused is said', async () => {
  stand();
  answer('get', '/api/v1/registrations/counts', { ...COUNTS, requested: 2 });
  const asked = answer('get', '/api/v1/registrations', {
    data: [{ ...LISTED, status: 'requested' }, { ...LISTED, id: 'r2', full_name: 'Ben Ott', status: 'requested' }], next_cursor: null,
  });
  const sent = answer('post', '/api/v1/registrations/decide', {
    rows: [
      { registration_id: 'r1', status: 'held', code: null, detail: null },
      { registration_id: 'r2', status: null, code: 'sold-out', detail: 'All places are taken.' },
    ],
  });
  const { user } = openApp(AT, { me: SEES });
  await user.click(await screen.findByRole('link', { name: /Requests/ }));
  await user.click(await screen.findByRole('checkbox', { name: 'Choose all 2' }));
  expect(asked.at(-1)?.url.searchParams.get('status')).toBe('requested');
  await user.click(screen.getByRole('button', { name: 'Approve 2' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Approve 2 requests?' }));
  expect(dialog.getByText(/a place is held and a mail says where to pay/)).toBeVisible();
  await user.click(dialog.getByRole('button', { name: 'Approve 2' }));
  expect(await screen.findByText('One request approved')).toBeVisible();
  expect(screen.getByText(/All places are taken/)).toBeVisible();
  expect(sent[0]?.body).toEqual({ event_id: EVENT, registration_ids: ['r1', 'r2'], decision: 'approve' });
});

test('one request is declined with a reason from the drawer', async () => {
  stand();
  answer('get', '/api/v1/registrations', { data: [], next_cursor: null });
  answer('get', '/api/v1/registrations/:id', aRegistration({ status: 'requested' }));
  const sent = answer('post', '/api/v1/registrations/decide', { rows: [{ registration_id: 'r1', status: 'declined', code: null, detail: null }] });
  const { user } = openApp(`${AT}?person=r1`, { me: SEES });
  await user.click(await screen.findByRole('button', { name: 'Decline' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Decline this request?' }));
  await user.type(dialog.getByRole('textbox', { name: /Reason/ }), 'For members');
  await user.click(dialog.getByRole('button', { name: 'Decline 1' }));
  await expect.poll(() => sent[0]?.body).toEqual({ event_id: EVENT, registration_ids: ['r1'], decision: 'decline', reason: 'For members' });
});

/** RG-22: nobody is seated for nothing by default */
test('whoever is added on a ticket that costs something is waived with a reason, or invoiced', async () => {
  stand();
  answer('get', '/api/v1/events/:id/tickets', { data: [aTicket({ prices: [{ price: { amount: 4900, currency: 'GBP' } }] })] });
  answer('get', '/api/v1/registrations', { data: [], next_cursor: null });
  const sent = answer('post', '/api/v1/registrations/bulk', {
    dry_run: false, created: 1, waitlisted: 0, exists: 0, refused: 0,
    rows: [{ row: 1, email: 'ana@example.org', outcome: 'created', code: null, detail: null, registration_id: 'r1', payment_id: 'p1' }],
  });
  const { user } = openApp(AT, { me: SEES });
  await user.click(await screen.findByRole('button', { name: 'Add a person' }));
  await user.type(await screen.findByRole('textbox', { name: 'Full name' }), 'Ana');
  await user.type(screen.getByRole('textbox', { name: 'E-mail address' }), 'ana@example.org');
  const form = within(screen.getByRole('dialog'));
  await user.click(form.getByRole('button', { name: 'Add a person' }));
  expect(await form.findAllByText('Say how the place is settled')).not.toHaveLength(0);
  expect(sent).toHaveLength(0);
  await user.click(form.getByRole('radio', { name: /Waived/ }));
  await user.click(form.getByRole('button', { name: 'Add a person' }));
  expect(await form.findAllByText('Say why in at least three characters')).not.toHaveLength(0);
  await user.type(form.getByRole('textbox', { name: 'Because' }), 'Speaker');
  await user.click(form.getByRole('button', { name: 'Add a person' }));
  await expect.poll(() => sent[0]?.body).toMatchObject({ rows: [{ ticket_type_id: 't1' }], payment: { how: 'waived', reason: 'Speaker' } });
});

test('a list for a ticket that costs something says first how it is settled', async () => {
  stand();
  answer('get', '/api/v1/events/:id/tickets', { data: [aTicket({ prices: [{ price: { amount: 4900, currency: 'GBP' } }] })] });
  answer('get', '/api/v1/registrations', { data: [], next_cursor: null });
  const sent = answer('post', '/api/v1/registrations/import', { dry_run: true, created: 1, waitlisted: 0, exists: 0, refused: 0, rows: [] });
  const { user } = openApp(AT, { me: SEES });
  await user.click(await screen.findByRole('button', { name: 'More actions' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Import a list' }));
  await screen.findByRole('radio', { name: /invoice/ });
  await user.upload(await screen.findByLabelText(/Drop the CSV/), new File(['email,name'], 'people.csv', { type: 'text/csv' }));
  expect(await screen.findByText('Say how the place is settled')).toBeVisible();
  expect(sent).toHaveLength(0);
  await user.click(screen.getByRole('radio', { name: /invoice/ }));
  expect(screen.getByRole('textbox', { name: 'Due in days' })).toHaveValue('14');
  await user.click(screen.getByRole('button', { name: 'See what it would do' }));
  expect(await screen.findByRole('button', { name: 'Register one person' })).toBeVisible();
  expect(sent[0]?.body).toMatch(/name="payment"\s+invoice[\s\S]*name="due_days"\s+14/);
});

/** RG-18 */
test('the team gives a place to somebody else, and the drawer follows the place', async () => {
  stand();
  answer('get', '/api/v1/registrations', { data: [], next_cursor: null });
  const sent = answer('post', '/api/v1/registrations/:id/transfer', { registration_id: 'r9', transferred_from: 'r1', status: 'confirmed', email: 'ben@example.org', full_name: 'Ben Ott' });
  const { user, address } = openApp(`${AT}?person=r1`, { me: SEES });
  await user.click(within(await screen.findByRole('dialog', { name: 'Łukasz Żółć' })).getByRole('button', { name: 'More actions' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Give the place to somebody else' }));
  const dialog = within(await screen.findByRole('dialog', { name: /Give the place of Łukasz/ }));
  await user.type(dialog.getByRole('textbox', { name: 'Full name' }), 'Ben Ott');
  await user.type(dialog.getByRole('textbox', { name: 'E-mail' }), 'ben@example.org');
  await user.click(dialog.getByRole('button', { name: 'Give the place to somebody else' }));
  await expect.poll(address).toBe(`${AT}?person=r9`);
  expect(sent[0]?.body).toMatchObject({ full_name: 'Ben Ott', email: 'ben@example.org' });
});

/** RG-19 */
test('a seat without a name says so, and the team can name it', async () => {
  stand();
  answer('get', '/api/v1/registrations', { data: [{ ...LISTED, full_name: null, email: null, unnamed: true }], next_cursor: null });
  answer('get', '/api/v1/registrations/:id', aRegistration({ full_name: null, email: null, unnamed: true }));
  const { user } = openApp(`${AT}?person=r1`, { me: SEES });
  const drawer = within(await screen.findByRole('dialog', { name: 'No name yet' }));
  expect(drawer.queryByRole('button', { name: 'Send the links again' })).toBeNull();
  await user.click(drawer.getByRole('button', { name: 'Name the person' }));
  expect(await screen.findByRole('dialog', { name: 'Who comes on this place?' })).toBeVisible();
});

/** PA-24 */
test('what is owed by invoice is marked as paid from the drawer, with its reference', async () => {
  stand();
  answer('get', '/api/v1/registrations', { data: [], next_cursor: null });
  answer('get', '/api/v1/registrations/:id', aRegistration({ payment: UNPAID }));
  answer('get', '/api/v1/payments/:id', aPayment({ id: 'p1', method: 'outside', status: 'draft', due_at: '2026-11-01T10:00:00Z', now: '2026-11-20T10:00:00Z' }));
  const sent = answer('post', '/api/v1/payments/:id/mark-paid', A_MARKED_PAYMENT);
  const { user } = openApp(`${AT}?person=r1`, { me: me(['view-organization', 'read-events', 'read-registrations', 'manage-registrations', 'view-finance', 'refund-payments']) });
  const drawer = within(await screen.findByRole('dialog', { name: 'Łukasz Żółć' }));
  expect(await drawer.findByText('Owed, by invoice')).toBeVisible();
  expect(drawer.getByText('overdue')).toBeVisible();
  await user.click(drawer.getByRole('button', { name: 'Mark as paid' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Mark as paid' }));
  await user.type(dialog.getByRole('textbox', { name: /Reference/ }), 'Invoice 12');
  await user.click(dialog.getByRole('button', { name: 'Mark as paid' }));
  await expect.poll(() => sent[0]?.body).toMatchObject({ method: 'bank', reference: 'Invoice 12' });
});
