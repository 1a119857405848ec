import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { A_LISTED_REGISTRATION, anEvent, aRegistration, me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer } from '@/test/server';

const EVENT = '0198a000-0000-7000-8000-00000000e001';
const AT = `/org/${ORG_ID}/events/${EVENT}/registrations`;
const COUNTS = { requested: 0, held: 0, offered: 0, waitlisted: 2, confirmed: 1, expired: 0, cancelled: 0, declined: 0, transferred: 0, capacity: 10, seats_taken: 1, waitlist_max: 5 };

const LISTED = A_LISTED_REGISTRATION;
const ONE = aRegistration();

function stand() {
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
  await user.click(await screen.findByRole('button', { name: 'Cancel the registration' }));
  const asked = await screen.findByRole('dialog', { name: 'Cancel this registration?' });
  expect(within(asked).getByText(/goes to the next person who waits/)).toBeVisible();
  await user.click(within(asked).getByRole('button', { name: 'Cancel the registration' }));
  await expect.poll(() => sent[0]?.body).toEqual({});
});

test('adding somebody who is registered already is said in the form', async () => {
  stand();
  answer('get', '/api/v1/registrations', { data: [], next_cursor: null });
  const sent = answer('post', '/api/v1/registrations/bulk', {
    dry_run: false, created: 0, waitlisted: 0, exists: 1, refused: 0,
    rows: [{ row: 1, email: 'ana@example.org', outcome: 'exists', code: null, detail: null, registration_id: 'r1' }],
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
    rows: [{ row: 3, email: 'nobody', outcome: 'refused', code: 'email-invalid', detail: 'Not an e-mail address', registration_id: null }],
  });
  const { user } = openApp(AT, { me: SEES });
  await user.click(await screen.findByRole('button', { name: 'More actions' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Import a list' }));
  await user.upload(await screen.findByLabelText(/Drop the CSV/), new File(['email,name'], 'people.csv', { type: 'text/csv' }));
  expect(await screen.findByText('Not an e-mail address')).toBeVisible();
  expect(sent).toHaveLength(1);
  expect(screen.getByRole('button', { name: 'Register 2 people' })).toBeVisible();
});
