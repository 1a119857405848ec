import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aJoin, aPlace, someGates } from './fixtures';
import { aDocument, aPayment, aRegistration } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const PERSONAL = '/api/v1/registrations/personal';
const JOIN = '/api/v1/attendance/join/:seal';
const PREVIEW = '/api/v1/registrations/:id/cancel-preview';
const GATES = '/api/v1/certificates/gates/:offering/mine';
const PRESENCE = '/api/v1/attendance/registrations/:id';

/** Text whose figures are elements of their own. */
const reads = (text: string) => (_: string, element: Element | null) =>
  plain(element) === text && Array.from(element?.children ?? []).every((child) => plain(child) !== text);
const plain = (element: Element | null) => element?.textContent.replace(/\s/g, ' ');

/** UX-48 before */
test('before: the server’s clock counts down, and the link alone is the key', async () => {
  const asked = answer('get', PERSONAL, aPlace());
  answer('get', JOIN, aJoin());
  openApp('/r/k.1.m');
  expect(await screen.findByText(reads('Starts in 2 days'))).toBeVisible();
  expect(asked[0]?.headers.get('authorization')).toBe('Seal k.1.m');
  expect(screen.getByRole('link', { name: 'Add to calendar' })).toHaveAttribute('href', '/cal.ics');
  expect(screen.queryByRole('link', { name: 'Join now' })).toBeNull();
});

test('a place is cancelled after its effect was said', async () => {
  answer('get', PERSONAL, aPlace());
  answer('get', JOIN, aJoin());
  answer('get', PREVIEW, { can_cancel: true, closes_at: null, paid: null, refund: null, because_moved: false, disputed: false });
  const sent = answer('post', '/api/v1/registrations/:id/cancel', aRegistration({ status: 'cancelled' }));
  const { user } = openApp('/r/k.1.m');
  await user.click(await screen.findByRole('button', { name: 'Cancel my place' }));
  expect(await screen.findByText(/goes to the next person waiting/)).toBeVisible();
  expect(sent).toHaveLength(0);
  expect(screen.getByRole('button', { name: 'Keep my place' })).toBeVisible();
  const [, confirm] = screen.getAllByRole('button', { name: 'Cancel my place', hidden: true });
  answer('get', PERSONAL, aPlace({ status: 'cancelled', can_cancel: false }));
  if (confirm) await user.click(confirm);
  expect(await screen.findByText('Your place is cancelled', { selector: 'p' })).toBeVisible();
  expect(sent[0]?.headers.get('authorization')).toBe('Seal k.1.m');
});

/** RF-10 */
test('a place whose payment a bank looks into promises no refund and sends nothing', async () => {
  answer('get', PERSONAL, aPlace());
  answer('get', JOIN, aJoin());
  const sum = { amount: 1646, currency: 'USD' };
  answer('get', PREVIEW, { can_cancel: false, closes_at: null, paid: sum, refund: sum, because_moved: false, disputed: true });
  const sent = answer('post', '/api/v1/registrations/:id/cancel', aRegistration({ status: 'cancelled' }));
  const { user } = openApp('/r/k.1.m');
  await user.click(await screen.findByRole('button', { name: 'Cancel my place' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'This place cannot be cancelled now' }));
  expect(dialog.getByText(/nothing can go back until it has decided/)).toBeVisible();
  await user.click(dialog.getByRole('button', { name: 'Keep my place' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(sent).toHaveLength(0);
});

/** UX-48 during, PR-25 */
test('during: Join, the minutes so far, and help when the meeting sees nobody', async () => {
  answer('get', PERSONAL, aPlace({}, { status: 'live' }));
  answer('get', JOIN, aJoin({ phase: 'open', now: '2027-03-03T14:52:00Z', counted_seconds: 3120, unseen_warning: true }));
  const claimed = answer('post', '/api/v1/attendance/claims', { found: true });
  const { user } = openApp('/r/k.1.m');
  expect(await screen.findByRole('link', { name: 'Join now' })).toHaveAttribute('href', '/api/v1/attendance/join/k.j.m');
  expect(await screen.findByText(reads('52 min of 1 h 36 min needed'))).toBeVisible();
  expect(screen.getByText(reads('44 min more are needed.'))).toBeVisible();
  expect(screen.getByText('The meeting does not see you yet')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'That was me' }));
  await user.type(screen.getByRole('textbox', { name: 'Name shown in the meeting' }), 'Ana’s iPad');
  await user.click(screen.getByRole('button', { name: 'Tell the organizer' }));
  expect(await screen.findByText('The organizer has your hint')).toBeVisible();
  expect(claimed[0]?.body).toMatchObject({ registration_id: 'r1', display_name: 'Ana’s iPad' });
});

/** UX-48 after */
test('after: what is met, how the credit came about, and the certificate with its check', async () => {
  answer('get', PERSONAL, aPlace({}, { status: 'completed' }));
  answer('get', JOIN, aJoin({ phase: 'after' }));
  answer('get', GATES, someGates());
  refuse('get', PRESENCE, { status: 404, code: 'not-found' });
  openApp('/r/k.1.m');
  expect(await screen.findByRole('heading', { name: 'Your certificate is here' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Open the check page' })).toHaveAttribute('href', '/verify/7K2M-9QXR-4TNB-HC3S');
  expect(screen.getByText('104 of 120 min · 50-min unit → 2.0')).toBeVisible();
  expect(screen.getByText('Presence').textContent).toContain('Done');
});

test('who waits sees the position and can leave the list', async () => {
  answer('get', PERSONAL, aPlace({ status: 'waitlisted', waitlist_position: 3 }));
  answer('get', JOIN, aJoin());
  const sent = answer('post', '/api/v1/registrations/:id/leave-waitlist', aRegistration({ status: 'cancelled' }));
  const { user } = openApp('/r/k.1.m');
  expect(await screen.findByText('You are number 3 on the waiting list')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Leave the waiting list' }));
  expect(sent).toHaveLength(0);
  await user.click(screen.getByRole('button', { name: 'Leave the waiting list' }));
  expect(sent).toHaveLength(1);
});

test('an ended link sends a fresh one', async () => {
  refuse('get', PERSONAL, { status: 404, code: 'link-invalid' });
  const sent = answer('post', '/api/v1/registrations/recover', { accepted: true });
  const { user } = openApp('/r/k.0.m');
  await user.type(await screen.findByRole('textbox', { name: 'E-mail with which you registered' }), 'ana@example.org');
  await user.click(screen.getByRole('button', { name: 'Send my links' }));
  expect(await screen.findByText('Look into your mailbox')).toBeVisible();
  expect(sent[0]?.body).toEqual({ email: 'ana@example.org' });
});

test('a join token shows state and Join only', async () => {
  answer('get', JOIN, aJoin({ phase: 'open' }));
  openApp('/join/k.j.m');
  expect(await screen.findByRole('link', { name: 'Join now' })).toHaveAttribute('href', '/api/v1/attendance/join/k.j.m');
  expect(screen.queryByRole('button', { name: 'Cancel my place' })).toBeNull();
});

const usd = (amount: number) => ({ amount, currency: 'USD' });
const unpaid = { id: 'p1', status: 'draft' as const, total: usd(1646), refunded: usd(0), token: 'p.1.m' };

/** RF-4 */
test('the exact refund is shown before a paid place is given up, and the press repeats it', async () => {
  answer('get', '/api/v1/payments/p1', aPayment());
  answer('get', PERSONAL, aPlace({ payment: { ...unpaid, status: 'paid' } }));
  answer('get', JOIN, aJoin());
  answer('get', PREVIEW, { can_cancel: true, closes_at: null, paid: usd(1646), refund: usd(670), because_moved: false, disputed: false });
  refuse('post', '/api/v1/registrations/:id/cancel', { status: 409, code: 'refund-changed', detail: 'The refund has changed.' });
  const { user } = openApp('/r/k.1.m');
  await user.click(await screen.findByRole('button', { name: 'Cancel my place' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(await dialog.findByText(reads('6.70 USD goes back to you'))).toBeVisible();
  answer('get', PREVIEW, { can_cancel: true, closes_at: null, paid: usd(1646), refund: usd(0), because_moved: false, disputed: false });
  await user.click(dialog.getByRole('button', { name: 'Cancel my place' }));
  expect(await dialog.findByText('The refund has changed.')).toBeVisible();
  expect(await dialog.findByText(reads('0.00 USD goes back to you'))).toBeVisible();
  const sent = answer('post', '/api/v1/registrations/:id/cancel', aRegistration({ status: 'cancelled' }));
  await user.click(dialog.getByRole('button', { name: 'Cancel my place' }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ expected_refund: usd(0) }));
});

test('who paid finds the invoice here; who only has the place is not asked about it', async () => {
  answer('get', PERSONAL, aPlace({ payment: { ...unpaid, status: 'open' } }));
  answer('get', JOIN, aJoin());
  const asked = answer('get', '/api/v1/payments/p1', aPayment({ documents: [aDocument()] }));
  const first = openApp('/r/k.1.m');
  expect(await screen.findByText('To be paid by invoice')).toBeVisible();
  expect(await screen.findByRole('button', { name: 'Download Invoice APS-2027-000001' })).toBeVisible();
  expect(asked[0]?.headers.get('authorization')).toBe('Seal p.1.m');
  first.unmount();
  answer('get', PERSONAL, aPlace({ payment: { ...unpaid, status: 'paid', token: null } }));
  openApp('/r/k.1.m');
  expect(await screen.findByText('Paid for the booking')).toBeVisible();
  expect(screen.queryByRole('link', { name: 'Show payment' })).toBeNull();
  expect(asked).toHaveLength(1);
});

test('a held seat is paid from its link, by the buyer alone', async () => {
  answer('get', PERSONAL, aPlace({ status: 'held', hold_expires_at: '2027-03-01T12:15:00Z', payment: unpaid }));
  answer('get', JOIN, aJoin());
  const { unmount } = openApp('/r/k.1.m');
  expect(await screen.findByRole('link', { name: 'Pay 16.46\u00a0USD' })).toHaveAttribute('href', '/checkout/return?payment=p1#p.1.m');
  unmount();
  answer('get', PERSONAL, aPlace({ status: 'held', hold_expires_at: '2027-03-01T12:15:00Z', payment: { ...unpaid, token: null } }));
  openApp('/r/k.2.m');
  expect(await screen.findByText('Whoever made the booking has the link to pay.')).toBeVisible();
  expect(screen.queryByRole('link', { name: /^Pay/ })).toBeNull();
});

test('an offer that costs something leads to its payment', async () => {
  answer('get', PERSONAL, aPlace({ status: 'offered', offer_expires_at: '2027-03-01T12:15:00Z' }));
  answer('get', JOIN, aJoin());
  answer('post', '/api/v1/registrations/:id/accept-offer', aRegistration({ status: 'held', payment: unpaid }));
  answer('post', '/api/v1/payments/:id/confirm', aPayment({ status: 'draft' }));
  const { user, address } = openApp('/r/k.1.m');
  await user.click(await screen.findByRole('button', { name: 'Take the place' }));
  expect(await screen.findByRole('button', { name: 'Pay 16.46\u00a0USD' })).toBeVisible();
  expect(address()).toBe('/checkout/return?payment=p1');
});
