import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aJoin, aPlace, aSeat } from '@/features/my-event/fixtures';
import { aRegistration } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const PERSONAL = '/api/v1/registrations/personal';
const JOIN = '/api/v1/attendance/join/:seal';
const usd = (amount: number) => ({ amount, currency: 'USD' });
const WARD = { id: 'q1', kind: 'text' as const, label: 'Ward', help: null, required: true, options: [], max: 50 };

/** Text whose figures are elements of their own. */
const reads = (text: string) => (_: string, element: Element | null) =>
  plain(element) === text && Array.from(element?.children ?? []).every((child) => plain(child) !== text);
const plain = (element: Element | null) => element?.textContent.replace(/\s/g, ' ');

/** RG-19 */
test('who booked a party says who comes on a seat without a name, with that seat’s answers', async () => {
  const party = [aSeat(), aSeat({ id: 'r3', unnamed: false, can_name: false, full_name: 'Cy Roe', email: 'cy@example.org' })];
  answer('get', PERSONAL, { ...aPlace({ names_locked_at: '2027-03-02T12:00:00Z' }), party, questions: [WARD] });
  answer('get', JOIN, aJoin());
  const { user } = openApp('/r/k.1.m');
  const places = within(await screen.findByRole('region', { name: 'The other places of your booking' }));
  expect(places.getByText('Cy Roe')).toBeVisible();
  expect(places.getByText(/One place has no name yet/)).toBeVisible();
  await user.click(places.getByRole('button', { name: 'Name a person, place 2' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Who comes on this place?' }));
  await user.type(dialog.getByRole('textbox', { name: 'Full name' }), 'Ben Ott');
  await user.type(dialog.getByRole('textbox', { name: 'E-mail' }), 'ben@example.org');
  await user.click(dialog.getByRole('button', { name: 'Give the place to this person' }));
  expect(dialog.getByRole('textbox', { name: 'Ward' })).toHaveAccessibleDescription(/This answer is needed/);
  await user.type(dialog.getByRole('textbox', { name: 'Ward' }), 'B2');
  const sent = answer('post', '/api/v1/registrations/:id/name', aSeat({ unnamed: false, full_name: 'Ben Ott', email: 'ben@example.org' }));
  refuse('post', '/api/v1/registrations/:id/name', {
    status: 409, code: 'already-registered', errors: [{ pointer: '/email', code: 'already-registered', detail: 'This address is registered already.' }],
  }, { once: true });
  await user.click(dialog.getByRole('button', { name: 'Give the place to this person' }));
  await waitFor(() => expect(dialog.getByRole('textbox', { name: 'E-mail' })).toHaveAccessibleDescription(/registered already/));
  await user.click(dialog.getByRole('button', { name: 'Give the place to this person' }));
  await waitFor(() => expect(sent[0]?.url.pathname).toBe('/api/v1/registrations/r2/name'));
  expect(sent[0]?.body).toEqual({ full_name: 'Ben Ott', email: 'ben@example.org', answers: { q1: 'B2' } });
  expect(sent[0]?.headers.get('authorization')).toBe('Seal k.1.m');
});

test('when names are fixed, seats without one say so and cannot be named', async () => {
  answer('get', PERSONAL, { ...aPlace(), party: [aSeat({ can_name: false })] });
  answer('get', JOIN, aJoin());
  openApp('/r/k.1.m');
  expect(await screen.findByText(/Names can no longer be given/)).toBeVisible();
  expect(screen.queryByRole('button', { name: /Name a person/ })).toBeNull();
});

/** RG-18 */
test('a place is given away after it was said what that does; its link is over then', async () => {
  answer('get', PERSONAL, aPlace());
  answer('get', JOIN, aJoin());
  const sent = answer('post', '/api/v1/registrations/:id/transfer', {
    registration_id: 'r9', transferred_from: 'r1', status: 'confirmed', email: 'ben@example.org', full_name: 'Ben Ott',
  });
  const { user } = openApp('/r/k.1.m');
  await user.click(await screen.findByRole('button', { name: 'Give my place to somebody else' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText(/Your ticket and your links end at once/)).toBeVisible();
  await user.type(dialog.getByRole('textbox', { name: 'Full name' }), 'Ben Ott');
  await user.type(dialog.getByRole('textbox', { name: 'E-mail' }), 'ben@example.org');
  expect(sent).toHaveLength(0);
  await user.click(dialog.getByRole('button', { name: 'Give the place away' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Your place is Ben Ott’s now' })).toBeVisible();
  expect(sent).toHaveLength(1);
});

test('a place that may not be given away does not offer it', async () => {
  answer('get', PERSONAL, aPlace({ can_transfer: false }));
  answer('get', JOIN, aJoin());
  openApp('/r/k.1.m');
  expect(await screen.findByRole('button', { name: 'Cancel my place' })).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Give my place to somebody else' })).toBeNull();
});

/** RG-20 */
test('at an event of both kinds the way to take part is changed, with the version that was seen', async () => {
  answer('get', PERSONAL, aPlace({}, { format: 'hybrid' }));
  answer('get', JOIN, aJoin());
  const sent = answer('patch', '/api/v1/registrations/:id', aRegistration({ mode: 'in_person' }));
  const { user } = openApp('/r/k.1.m');
  await user.click(await screen.findByRole('button', { name: 'Change how you take part' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(dialog.getByRole('radio', { name: 'In person' }));
  await user.click(dialog.getByRole('button', { name: 'Change' }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ mode: 'in_person' }));
  expect(sent[0]?.headers.get('if-match')).toBe('"3"');
});

/** EV-12 */
test('a moved event says until when all of the money goes back, and lets people cancel', async () => {
  answer('get', PERSONAL, aPlace({ refund_offered_until: '2027-03-03T14:00:00Z' }));
  answer('get', JOIN, aJoin());
  answer('get', '/api/v1/registrations/:id/cancel-preview', { can_cancel: true, closes_at: null, paid: usd(2351), refund: usd(2351), because_moved: true, disputed: false });
  const sent = answer('post', '/api/v1/registrations/:id/cancel', aRegistration({ status: 'cancelled' }));
  const { user } = openApp('/r/k.1.m');
  await user.click(await screen.findByRole('button', { name: 'Cancel and get 23.51\u00a0USD back' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(await dialog.findByText(reads('23.51 USD goes back to you'))).toBeVisible();
  await user.click(dialog.getByRole('button', { name: 'Cancel my place' }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ expected_refund: usd(2351) }));
});

/** RG-21 */
test('who asked for a place reads that nothing is paid yet, and can withdraw', async () => {
  answer('get', PERSONAL, aPlace({ status: 'requested' }));
  answer('get', JOIN, aJoin());
  const sent = answer('post', '/api/v1/registrations/:id/cancel', aRegistration({ status: 'cancelled' }));
  const { user } = openApp('/r/k.1.m');
  expect(await screen.findByText('You have asked for a place')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Withdraw my request' }));
  expect(sent).toHaveLength(0);
  await user.click(screen.getByRole('button', { name: 'Withdraw my request' }));
  await waitFor(() => expect(sent).toHaveLength(1));
});
