import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aMember, anInvitation, anna, anOffer } from './fixtures';
import { aSubscription, me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const TEAM = `/org/${ORG_ID}/team`;
const RIGHTS = ['view-organization', 'manage-members', 'read-events'] as const;

function open({ members = [anna, aMember()], invitations = [anInvitation()], owns = true, offer = null as ReturnType<typeof anOffer> | null } = {}) {
  answer('get', '/api/v1/members/ownership', { offer });
  answer('get', '/api/v1/members', { data: members, next_cursor: null });
  const asked = answer('get', '/api/v1/invitations', { data: invitations, next_cursor: null });
  return { asked, ...openApp(TEAM, { me: me([...RIGHTS, ...(owns ? (['own-organization'] as const) : [])]) }) };
}

const table = async (name: string) => within(await screen.findByRole('table', { name }));

/** OR-1 */
test('the owner has no actions on their own place; others have what one may do', async () => {
  const { user } = open();
  const members = await table('Members');
  expect(members.queryByRole('button', { name: 'Actions for Anna Keller' })).toBeNull();
  await user.click(members.getByRole('button', { name: 'Actions for Ben Adeyemi' }));
  expect(screen.getByRole('menuitem', { name: 'Change roles' })).toBeVisible();
  expect(screen.getByRole('menuitem', { name: 'Remove from team' })).toBeVisible();
});

/** OR-2 */
test('who may grant nothing of a person gets no control for it', async () => {
  open({ members: [anna, aMember({ roles: ['admin'], grantable: [] })] });
  const members = await table('Members');
  expect(members.getByRole('rowheader', { name: 'Ben Adeyemi' })).toBeVisible();
  expect(members.queryByRole('button')).toBeNull();
});

test('roles are sent under the version that was seen, with their events where a role asks for some', async () => {
  answer('get', '/api/v1/events', { data: [], next_cursor: null });
  const sent = answer('patch', `/api/v1/members/${aMember().id}`, aMember({ roles: ['check_in'] }));
  const { user } = open();
  await user.click((await table('Members')).getByRole('button', { name: 'Actions for Ben Adeyemi' }));
  await user.click(screen.getByRole('menuitem', { name: 'Change roles' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Roles of Ben Adeyemi' }));
  await user.click(dialog.getByRole('checkbox', { name: /Organizer/ }));
  await user.click(dialog.getByRole('checkbox', { name: /Check-in/ }));
  await user.click(dialog.getByRole('button', { name: 'Save roles' }));
  expect((await dialog.findAllByText('Choose at least one event, or all of them.'))[0]).toBeVisible();
  expect(sent).toHaveLength(0);
  await user.click(dialog.getByRole('radio', { name: /All events/ }));
  await user.click(dialog.getByRole('button', { name: 'Save roles' }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ roles: ['check_in'], all_events: true, event_ids: [] }));
  expect(sent[0]?.headers.get('if-match')).toBe('"4"');
});

/** BI-13 */
test('a member pays for the own seat where the roles take one; a refusal stands at the choice', async () => {
  const sent = answer('patch', `/api/v1/members/${aMember().id}`, aMember({ seat_payer: 'member', takes_seat: false }));
  const detail = 'This person’s own organization has no plan that is paid.';
  refuse('patch', `/api/v1/members/${aMember().id}`, { status: 409, code: 'member-not-paying', detail, errors: [{ pointer: '/seat_payer', code: 'member-not-paying', detail }] }, { once: true });
  const { user } = open();
  await user.click((await table('Members')).getByRole('button', { name: 'Actions for Ben Adeyemi' }));
  await user.click(screen.getByRole('menuitem', { name: 'Change roles' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Roles of Ben Adeyemi' }));
  await user.click(dialog.getByRole('radio', { name: /Pays for the own seat/ }));
  await user.click(dialog.getByRole('button', { name: 'Save roles' }));
  expect((await dialog.findAllByText(detail))[0]).toBeVisible();
  await user.click(dialog.getByRole('button', { name: 'Save roles' }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ roles: ['organizer'], seat_payer: 'member' }));
});

test('until when roles stay whose own plan has ended stands beside them', async () => {
  open({ members: [anna, aMember({ seat_payer: 'member', takes_seat: false, seat_notice_ends_at: '2026-12-10T12:00:00Z' })] });
  expect((await table('Members')).getByText(/The own plan has ended: roles stay until/)).toHaveTextContent('Dec 10, 2026');
});

/** OR-9 */
test('removing says what ends and asks first', async () => {
  const removed = answer('delete', `/api/v1/members/${aMember().id}`, 204);
  const { user } = open();
  await user.click((await table('Members')).getByRole('button', { name: 'Actions for Ben Adeyemi' }));
  await user.click(screen.getByRole('menuitem', { name: 'Remove from team' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Remove Ben Adeyemi?' }));
  expect(dialog.getByText(/lose access to Alpine Pathology Society at once/)).toBeVisible();
  await user.click(dialog.getByRole('button', { name: 'Remove from team' }));
  await waitFor(() => expect(removed).toHaveLength(1));
  expect(await screen.findByText('Ben Adeyemi is no longer a member.')).toBeVisible();
});

test('one leaves by oneself and lands among the organizations that are left', async () => {
  answer('get', '/api/v1/invitations/mine', { data: [] });
  const left = answer('post', '/api/v1/members/leave', 204);
  const { user, address } = open({ members: [aMember({ is_me: true, grantable: [] })] });
  await user.click((await table('Members')).getByRole('button', { name: 'Actions for Ben Adeyemi' }));
  await user.click(screen.getByRole('menuitem', { name: 'Leave' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Leave' }));
  await waitFor(() => expect(left[0]?.body).toEqual({ organization_id: ORG_ID }));
  await waitFor(() => expect(address()).toBe('/me/organizations'));
});

test('an invitation is checked before it is sent, and sent once with its roles', async () => {
  const sent = answer('post', '/api/v1/invitations', { id: 'i', state: 'pending', expires_at: '2026-12-03T09:00:00Z' });
  const { user } = open({ owns: false });
  await user.click(await screen.findByRole('button', { name: 'Invite' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Invite' }));
  expect(dialog.queryByRole('checkbox', { name: /Administrator/ })).toBeNull();
  await user.type(dialog.getByRole('textbox', { name: 'E-mail address' }), 'kwame@');
  await user.click(dialog.getByRole('button', { name: 'Send invitation' }));
  expect((await dialog.findAllByText(/Enter a whole e-mail address/))[0]).toBeVisible();
  await user.type(dialog.getByRole('textbox', { name: 'E-mail address' }), 'example.org');
  await user.click(dialog.getByRole('button', { name: 'Send invitation' }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ email: 'kwame@example.org', roles: ['organizer'] }));
  expect(sent[0]?.headers.get('idempotency-key')).toBeTruthy();
});

test('the owner may invite an administrator', async () => {
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: 'Invite' }));
  expect(await screen.findByRole('checkbox', { name: /Administrator/ })).toBeVisible();
});

/** OR-5 */
test('a link that is sent again too soon says when; withdrawing asks first', async () => {
  refuse('post', `/api/v1/invitations/${anInvitation().id}/resend`, { status: 409, code: 'resend-too-soon', detail: 'Wait ten minutes before you send it again; five times is the most.' });
  const withdrawn = answer('delete', `/api/v1/invitations/${anInvitation().id}`, 204);
  const { user } = open();
  const actions = async () => user.click((await table('Invitations')).getByRole('button', { name: 'Actions for kwame@example.org' }));
  await actions();
  await user.click(screen.getByRole('menuitem', { name: 'Send again' }));
  expect(await screen.findByText(/Wait ten minutes/)).toBeVisible();
  await actions();
  await user.click(screen.getByRole('menuitem', { name: 'Withdraw' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Withdraw' }));
  await waitFor(() => expect(withdrawn).toHaveLength(1));
});

/** UX-13 */
test('which invitations are shown stands in the address and is asked of the server', async () => {
  const { user, asked, address } = open();
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Show' }), 'All invitations');
  expect(address()).toBe(`${TEAM}?invitations=all`);
  await expect.poll(() => asked.at(-1)?.url.searchParams.get('state')).toBeNull();
  expect(asked[0]?.url.searchParams.get('state')).toBe('pending');
});

/** BI-11: what was typed stays, and the price of one more stands beside the refusal. */
test('without a free seat the invitation waits, and the price of one more is told', async () => {
  answer('get', '/api/v1/members', { data: [anna], next_cursor: null });
  answer('get', '/api/v1/invitations', { data: [], next_cursor: null });
  answer('get', '/api/v1/billing/subscription', aSubscription());
  answer('get', '/api/v1/members/ownership', { offer: null });
  refuse('post', '/api/v1/invitations', { status: 409, code: 'seat-limit-reached', detail: 'All seats of the plan are taken.' });
  const { user } = openApp(TEAM, { me: me([...RIGHTS, 'view-billing']) });
  await user.click(await screen.findByRole('button', { name: 'Invite' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByRole('textbox', { name: 'E-mail address' }), 'kwame@example.org');
  await user.click(dialog.getByRole('button', { name: 'Send invitation' }));
  const said = await dialog.findByRole('alert');
  await waitFor(() => expect(said).toHaveTextContent('2 of 2 seats taken'));
  expect(said).toHaveTextContent('One more costs 129.00 USD a month, before tax.');
  expect(within(said).getByRole('link', { name: 'See plan and billing' })).toHaveAttribute('href', `/org/${ORG_ID}/billing`);
  expect(dialog.getByRole('textbox', { name: 'E-mail address' })).toHaveValue('kwame@example.org');
});

/** BI-14 */
test('where the seats that are free end with the period, the refusal says when', async () => {
  answer('get', '/api/v1/members', { data: [anna], next_cursor: null });
  answer('get', '/api/v1/invitations', { data: [], next_cursor: null });
  answer('get', '/api/v1/billing/subscription', aSubscription());
  answer('get', '/api/v1/members/ownership', { offer: null });
  const fact = (code: string, detail: string) => ({ pointer: '', code, detail });
  const errors = [fact('seats', '6'), fact('seats_ending', '4'), fact('seats_end_at', '2026-12-31T12:00:00Z')];
  refuse('post', '/api/v1/invitations', { status: 409, code: 'seat-limit-reached', detail: 'All seats that stay are taken: 4 seats end on 31 December 2026.', errors });
  const { user } = openApp(TEAM, { me: me([...RIGHTS, 'view-billing']) });
  await user.click(await screen.findByRole('button', { name: 'Invite' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByRole('textbox', { name: 'E-mail address' }), 'kwame@example.org');
  await user.click(dialog.getByRole('button', { name: 'Send invitation' }));
  const said = await dialog.findByRole('alert');
  await waitFor(() => expect(said).toHaveTextContent(/All seats that stay are taken.*4 seats end on Dec 31, 2026/));
  expect(said).not.toHaveTextContent('One more costs');
});

/** OR-10 */
test('the owner offers the place to an administrator, and only to one', async () => {
  const sent = answer('post', '/api/v1/members/ownership', anOffer());
  const admin = aMember({ id: 'm2', user_id: 'u2', full_name: 'Chidi Obi', email: 'chidi@example.org', roles: ['admin'] });
  const { user } = open({ members: [anna, aMember(), admin] });
  const members = await table('Members');
  await user.click(members.getByRole('button', { name: 'Actions for Ben Adeyemi' }));
  expect(screen.queryByRole('menuitem', { name: 'Offer ownership' })).toBeNull();
  await user.keyboard('{Escape}');
  await user.click(members.getByRole('button', { name: 'Actions for Chidi Obi' }));
  await user.click(screen.getByRole('menuitem', { name: 'Offer ownership' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Offer Alpine Pathology Society to Chidi Obi?' }));
  expect(dialog.getByText(/You stay on as an administrator/)).toBeVisible();
  expect(dialog.getByText(/For 72 hours after that/)).toBeVisible();
  await user.click(dialog.getByRole('button', { name: 'Offer ownership' }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ membership_id: 'm2' }));
  expect(await screen.findByText('Chidi Obi is asked to take over Alpine Pathology Society.')).toBeVisible();
});

/** OR-10 */
test('an administrator has no say in whom ownership is offered to', async () => {
  const { user } = open({ members: [anna, aMember({ roles: ['admin'] })], owns: false });
  await user.click((await table('Members')).getByRole('button', { name: 'Actions for Ben Adeyemi' }));
  expect(screen.queryByRole('menuitem', { name: 'Offer ownership' })).toBeNull();
});

test('whoever is asked says yes after reading what it means, or no', async () => {
  const offer = anOffer({ for_me: true, to_name: 'Anna Keller', from_name: 'Ben Adeyemi' });
  const sent = answer('put', `/api/v1/members/ownership/${offer.id}`, { ...offer, state: 'accepted' });
  const { user } = open({ offer, owns: false });
  const banner = within(await screen.findByRole('region', { name: 'Ownership' }));
  expect(banner.getByText('Ben Adeyemi offers you the ownership of Alpine Pathology Society')).toBeVisible();
  await user.click(banner.getByRole('button', { name: 'Decline' }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ answer: 'decline' }));
  await user.click(banner.getByRole('button', { name: 'Take over' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Take over Alpine Pathology Society?' }));
  expect(dialog.getByText(/Ben Adeyemi stays on as an administrator/)).toBeVisible();
  await user.click(dialog.getByRole('button', { name: 'Take over' }));
  await waitFor(() => expect(sent[1]?.body).toEqual({ answer: 'accept' }));
});

test('the owner sees who is asked and takes the offer back', async () => {
  const gone = answer('delete', `/api/v1/members/ownership/${anOffer().id}`, 204);
  const { user } = open({ offer: anOffer() });
  const banner = within(await screen.findByRole('region', { name: 'Ownership' }));
  expect(banner.getByText('Ben Adeyemi is asked to take over Alpine Pathology Society')).toBeVisible();
  await user.click(banner.getByRole('button', { name: 'Withdraw the offer' }));
  await waitFor(() => expect(gone).toHaveLength(1));
});

/** BI-13 */
test('the seat of somebody invited may be left to them, where the roles take one', async () => {
  const sent = answer('post', '/api/v1/invitations', { id: 'i', state: 'pending', expires_at: '2026-12-03T09:00:00Z' });
  const { user } = open({ invitations: [anInvitation({ roles: ['organizer'], seat_payer: 'member' })] });
  expect((await table('Invitations')).getByText('Pays for the own seat')).toBeVisible();
  await user.click(await screen.findByRole('button', { name: 'Invite' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Invite' }));
  await user.type(dialog.getByRole('textbox', { name: 'E-mail address' }), 'kwame@example.org');
  await user.click(dialog.getByRole('radio', { name: /Pays for the own seat/ }));
  await user.click(dialog.getByRole('button', { name: 'Send invitation' }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ email: 'kwame@example.org', roles: ['organizer'], seat_payer: 'member' }));
});

test('roles without a seat ask nobody who pays for it', async () => {
  const sent = answer('post', '/api/v1/invitations', { id: 'i', state: 'pending', expires_at: '2026-12-03T09:00:00Z' });
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: 'Invite' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Invite' }));
  await user.type(dialog.getByRole('textbox', { name: 'E-mail address' }), 'kwame@example.org');
  await user.click(dialog.getByRole('radio', { name: /Pays for the own seat/ }));
  await user.click(dialog.getByRole('checkbox', { name: /Organizer/ }));
  await user.click(dialog.getByRole('checkbox', { name: /Viewer/ }));
  expect(dialog.queryByRole('radio', { name: /Pays for the own seat/ })).toBeNull();
  await user.click(dialog.getByRole('button', { name: 'Send invitation' }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ email: 'kwame@example.org', roles: ['viewer'] }));
});
