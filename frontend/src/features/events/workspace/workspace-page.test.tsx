import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { SETTINGS } from '@/features/events/fixtures';
import type { Event } from '@/features/events/api';
import { anEvent, me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const AT = `/org/${ORG_ID}/events/${anEvent().id}`;

function stand(event: Event) {
  answer('get', '/api/v1/events/:id/settings', SETTINGS);
  answer('get', '/api/v1/events/:id/history', { data: [], next_cursor: null });
  answer('get', '/api/v1/events/:id/sessions', { data: [] });
  answer('get', '/api/v1/integrations/zoom/meetings/hosts', { data: [] });
  answer('get', '/api/v1/events/:id', event);
}

/** EV-9 */
test('a draft says what publishing still needs, each with its place', async () => {
  stand(anEvent({ missing: [{ code: 'no-way-to-join', detail: 'Say how people join', section: 'basics' }] }));
  openApp(AT, { me: me() });
  const list = await screen.findByRole('list', { name: 'What is still missing' });
  expect(within(list).getByText('Say how people join')).toBeVisible();
  expect(within(list).getByRole('link', { name: 'Fix' })).toHaveAttribute('href', `${AT}/edit/basics`);
});

test('a refused step says why and leaves the page', async () => {
  stand(anEvent());
  refuse('post', '/api/v1/events/:id/publish', { status: 409, code: 'event-not-ready', detail: 'A session is missing' });
  const { user } = openApp(AT, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Publish' }));
  expect(await screen.findByText('A session is missing')).toBeVisible();
  expect(screen.getByRole('heading', { level: 1 })).toBeVisible();
});

/** UX-52 */
test('a moved start is announced before it is saved', async () => {
  stand(anEvent({ status: 'published' }));
  const sent = answer('patch', '/api/v1/events/:id', {
    event: anEvent({ status: 'published', version: 4 }),
    changes: [{ field: 'starts_at', from: '2027-03-03T17:00:00Z', to: '2027-03-03T18:00:00Z' }],
    people_to_tell: 12,
    promoted: 0,
  });
  const { user } = openApp(`${AT}/edit/basics`, { me: me() });
  const time = await screen.findByLabelText('Time');
  await user.clear(time);
  await user.type(time, '19:00');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  const asked = await screen.findByRole('dialog', { name: 'Save and tell people?' });
  expect(within(asked).getByText(/12 registered people are told by mail/)).toBeVisible();
  expect(sent.map(({ url }) => url.searchParams.get('preview'))).toEqual(['true']);
  await user.click(within(asked).getByRole('button', { name: 'Save and tell them' }));
  await expect.poll(() => sent.length).toBe(2);
  expect(sent[1]?.url.searchParams.get('preview')).toBe('false');
  expect(sent[1]?.headers.get('if-match')).toBe('"3"');
});

/** UX-19 */
test('a lost update shows both versions and keeps what was typed', async () => {
  stand(anEvent());
  refuse('patch', '/api/v1/events/:id', { status: 412, code: 'changed-meanwhile' });
  const { user } = openApp(`${AT}/edit/basics`, { me: me() });
  const title = await screen.findByRole('textbox', { name: 'Title' });
  await user.type(title, ', part two');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Yours: Renal transplant pathology, part two')).toBeVisible();
  expect(screen.getByText('Saved now: Renal transplant pathology')).toBeVisible();
  expect(title).toHaveValue('Renal transplant pathology, part two');
});

/** UX-28 */
test('cancelling asks for the title itself', async () => {
  stand(anEvent({ status: 'published' }));
  answer('get', '/api/v1/events/:id/policy', { criterion: 'all_mandatory', criterion_value: null, min_percent: 80, min_minutes: 0, gap_grace_seconds: 60, edge_grace_seconds: 0, missing_exit: 'last_sighting', excused: 'ignored', version: 1 });
  const sent = answer('post', '/api/v1/events/:id/cancel', { event: anEvent({ status: 'cancelled' }), people_to_tell: 12 });
  const { user } = openApp(`${AT}/settings`, { me: me(['view-organization', 'read-events', 'manage-events']) });
  await user.type(await screen.findByRole('textbox', { name: /^Reason/ }), 'The speaker is ill');
  await user.type(screen.getByRole('textbox', { name: /Type the title/ }), 'renal');
  await user.click(screen.getByRole('button', { name: 'Cancel the event for good' }));
  expect(await screen.findByRole('link', { name: 'That is not the title' })).toBeVisible();
  expect(sent).toHaveLength(0);
  await user.clear(screen.getByRole('textbox', { name: /Type the title/ }));
  await user.type(screen.getByRole('textbox', { name: /Type the title/ }), 'Renal transplant pathology');
  await user.click(screen.getByRole('button', { name: 'Cancel the event for good' }));
  await expect.poll(() => sent[0]?.body).toEqual({ reason: 'The speaker is ill', typed_title: 'Renal transplant pathology' });
  await expect.poll(() => document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
});

/** RF-9 */
test('cancelling announces what goes back of places that are still held, not what was kept of others', async () => {
  stand(anEvent({ status: 'published' }));
  answer('get', '/api/v1/events/:id/policy', { criterion: 'all_mandatory', criterion_value: null, min_percent: 80, min_minutes: 0, gap_grace_seconds: 60, edge_grace_seconds: 0, missing_exit: 'last_sighting', excused: 'ignored', version: 1 });
  answer('get', '/api/v1/events/:id/tickets', { data: [] });
  const usd = (amount: number) => ({ amount, currency: 'USD' });
  const month = { month: '2026-11-01', payments: 3, sales: usd(4938), fees: usd(921), tax_withheld: usd(0), refunds: usd(1339), refunds_borne: usd(1339), earned: usd(2678), paid_out: usd(0) };
  answer('get', '/api/v1/payments/summary', { data: [month], refundable: [usd(1646)] });
  openApp(`${AT}/settings`, { me: me(['view-organization', 'read-events', 'manage-events', 'view-finance']) });
  expect(await screen.findByText(/^16\.46\sUSD in all/)).toBeVisible();
});

/** EV-12 */
test('moving an event says who is told and who may have the money back, before it is done', async () => {
  const published = anEvent({ status: 'published' });
  stand(published);
  const sent = answer('post', '/api/v1/events/:id/reschedule', {
    event: anEvent({ status: 'published', version: 4 }),
    changes: [{ field: 'starts_at', from: '2027-03-03T17:00:00Z', to: '2027-03-10T17:00:00Z' }],
    people_to_tell: 12, people_who_paid: 3, refund_until: '2027-03-10T17:00:00Z',
  });
  const { user } = openApp(AT, { me: me() });
  await user.click(await screen.findByRole('button', { name: /More/ }));
  await user.click(await screen.findByRole('menuitem', { name: 'Move to another time' }));
  const form = within(await screen.findByRole('dialog', { name: 'Move the event to another time' }));
  const date = form.getByLabelText('Date');
  await user.clear(date);
  await user.type(date, '2027-03-10');
  await user.type(form.getByRole('textbox', { name: /A word to the people/ }), 'The hall was flooded');
  expect(form.getByRole('checkbox', { name: /full refund until the new start/ })).toBeChecked();
  await user.click(form.getByRole('button', { name: 'See what it means' }));
  const asked = within(await screen.findByRole('dialog'));
  expect(await asked.findByText('12 people are told by mail.')).toBeVisible();
  expect(asked.getByText(/3 of them have paid; whoever cancels until/)).toBeVisible();
  await user.click(asked.getByRole('button', { name: 'Move it and tell 12 people' }));
  await expect.poll(() => sent.map(({ url }) => url.searchParams.get('preview'))).toEqual(['true', 'false']);
  expect(sent[1]?.body).toEqual({ local_start: '2027-03-10T18:00', message: 'The hall was flooded', offer_refund: true });
  expect(sent[1]?.headers.get('if-match')).toBe('"3"');
});

/** RG-21 */
test('an organizer lets each registration be approved', async () => {
  stand(anEvent({ status: 'published' }));
  answer('get', '/api/v1/events/:id/policy', { criterion: 'all_mandatory', criterion_value: null, min_percent: 80, min_minutes: 0, gap_grace_seconds: 60, edge_grace_seconds: 0, missing_exit: 'last_sighting', excused: 'ignored', version: 1 });
  const saved = answer('put', '/api/v1/events/:id/settings', { ...SETTINGS, approval_required: true });
  const { user } = openApp(`${AT}/settings`, { me: me(['view-organization', 'read-events', 'manage-events']) });
  const [form] = await screen.findAllByRole('checkbox', { name: /Each registration is approved by us/ });
  await user.click(form as HTMLElement);
  await user.type(screen.getByLabelText(/Names are fixed from/), '2027-03-02T12:00');
  await user.click(screen.getAllByRole('button', { name: 'Save' })[0] as HTMLElement);
  await expect.poll(() => saved[0]?.body).toMatchObject({ approval_required: true, names_locked_at: '2027-03-02T11:00:00.000Z', party_max: 10, hold_minutes: 35 });
});
