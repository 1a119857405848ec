import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { linksOf } from './checks';
import { aClosing, anOrganization } from './fixtures';
import { changed } from './section';
import { ownZone } from '@/lib/format/time';
import { me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const SETTINGS = `/org/${ORG_ID}/settings`;
const CURRENT = '/api/v1/organizations/current';
const section = async (name: string) => within(await screen.findByRole('region', { name }));

test('only what was changed is sent, under the version that was seen', async () => {
  answer('get', CURRENT, anOrganization());
  const sent = answer('patch', CURRENT, anOrganization({ version: 8 }));
  const { user } = openApp(SETTINGS, { me: me() });
  const identity = await section('Name and place');
  await user.clear(identity.getByRole('textbox', { name: /Prefix/ }));
  await user.type(identity.getByRole('textbox', { name: /Prefix/ }), 'cpd1');
  await user.click(identity.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ certificate_prefix: 'CPD1' }));
  expect(sent[0]?.headers.get('if-match')).toBe('"7"');
});

/** OR-11, UX-18 */
test('a taken address is told at its field and keeps what was typed', async () => {
  answer('get', CURRENT, anOrganization());
  refuse('patch', CURRENT, { status: 409, code: 'slug-taken', errors: [{ pointer: '/slug', code: 'slug-taken', detail: 'This address is taken. Choose another one.' }] });
  const { user } = openApp(SETTINGS, { me: me() });
  const identity = await section('Name and place');
  const slug = identity.getByRole('textbox', { name: 'Address of your page' });
  await user.clear(slug);
  await user.type(slug, 'pathology');
  await user.click(identity.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(slug).toHaveAccessibleDescription(/This address is taken/));
  expect(slug).toHaveValue('pathology');
});

/** OR-13 */
test('the public page is shown by choice; an emptied field is cleared', async () => {
  answer('get', CURRENT, anOrganization());
  const sent = answer('patch', CURRENT, anOrganization({ public: true, version: 8 }));
  const { user } = openApp(SETTINGS, { me: me() });
  const profile = await section('Public page');
  await user.click(profile.getByRole('checkbox', { name: /Show a public page/ }));
  await user.clear(profile.getByRole('textbox', { name: /Website/ }));
  await user.type(profile.getByRole('textbox', { name: /Further links/ }), 'https://one.example');
  await user.click(profile.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ public: true, website: null, links: ['https://one.example'] }));
});

test('a lost update keeps what is typed here and takes over what came from elsewhere', async () => {
  answer('get', CURRENT, anOrganization());
  refuse('patch', CURRENT, { status: 412, code: 'precondition-failed', detail: 'This was changed in the meantime.' });
  const { user } = openApp(SETTINGS, { me: me() });
  const identity = await section('Name and place');
  const name = identity.getByRole('textbox', { name: /^Name/ });
  await user.type(name, ' (SIG)');
  answer('get', CURRENT, anOrganization({ certificate_prefix: 'SIG', version: 8 }));
  await user.click(identity.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('This was changed in the meantime.')).toBeVisible();
  await waitFor(() => expect(identity.getByRole('textbox', { name: /Prefix/ })).toHaveValue('SIG'));
  expect(name).toHaveValue('Alpine Pathology Society (SIG)');
  const sent = answer('patch', CURRENT, anOrganization({ version: 9 }));
  await user.click(identity.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ name: 'Alpine Pathology Society (SIG)' }));
  expect(sent[0]?.headers.get('if-match')).toBe('"8"');
});

/** OR-17 */
test('only the owner of a personal organization is offered to make it a team, and names it', async () => {
  answer('get', CURRENT, anOrganization({ kind: 'personal' }));
  answer('get', `${CURRENT}/closing`, aClosing());
  const made = answer('post', `${CURRENT}/convert`, anOrganization());
  const { user } = openApp(SETTINGS, { me: me(['view-organization', 'manage-organization', 'own-organization']) });
  await user.click(await screen.findByRole('button', { name: 'Make it a team' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Make this a team?' }));
  await user.type(dialog.getByRole('textbox', { name: 'Name of the team' }), 'Pathology Group');
  await user.click(dialog.getByRole('button', { name: 'Make it a team' }));
  await waitFor(() => expect(made[0]?.body).toEqual({ name: 'Pathology Group' }));
});

test('an administrator is not offered what only the owner may', async () => {
  answer('get', CURRENT, anOrganization({ kind: 'personal' }));
  openApp(SETTINGS, { me: me(['view-organization', 'manage-organization']) });
  await section('Name and place');
  expect(screen.queryByRole('button', { name: 'Make it a team' })).toBeNull();
});

test('a new team is made once and entered', async () => {
  answer('get', '/api/v1/invitations/mine', { data: [] });
  const made = answer('post', '/api/v1/organizations', anOrganization());
  const { user, address } = openApp('/me/organizations/new', { me: me(['view-organization']) });
  await user.click(await screen.findByRole('button', { name: 'Create organization' }));
  expect((await screen.findAllByText('A name has 2 to 120 characters'))[0]).toBeVisible();
  await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Alpine Pathology Society');
  await user.click(screen.getByRole('button', { name: 'Create organization' }));
  await waitFor(() => expect(made[0]?.body).toEqual({ kind: 'team', name: 'Alpine Pathology Society', time_zone: ownZone() }));
  expect(made[0]?.headers.get('idempotency-key')).toBeTruthy();
  await waitFor(() => expect(address()).toBe(`/org/${ORG_ID}`));
});

test('what differs is what is sent; an empty text clears', () => {
  expect(changed({ a: 'x', b: 'y', c: false }, { a: 'x', b: '', c: true })).toEqual({ b: null, c: true });
});

test('at most five links, each a whole address', () => {
  const fits = (text: string) => linksOf('wrong').safeParse(text).success;
  expect(fits('')).toBe(true);
  expect(fits('https://a.example\nhttps://b.example')).toBe(true);
  expect(fits('http://a.example')).toBe(false);
  expect(fits(Array.from({ length: 6 }, (_, n) => `https://${n}.example`).join('\n'))).toBe(false);
});
