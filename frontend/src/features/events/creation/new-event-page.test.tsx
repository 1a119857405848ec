import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { SETTINGS } from '@/features/events/fixtures';
import { anEvent, aSubscription, me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const SHEET = `/org/${ORG_ID}/events/new`;

function workspace() {
  answer('get', '/api/v1/events/:id/settings', SETTINGS);
  answer('get', '/api/v1/events/:id/history', { data: [], next_cursor: null });
  answer('get', '/api/v1/events/:id', anEvent());
}

async function fill(user: ReturnType<typeof openApp>['user']) {
  await user.type(await screen.findByRole('textbox', { name: 'Title' }), 'Renal transplant pathology');
  await user.type(screen.getByLabelText('Date'), '2027-03-03');
  await user.type(screen.getByLabelText('Time'), '18:00');
  await user.type(screen.getByRole('textbox', { name: 'Link to the meeting' }), 'https://meet.example.org/renal');
}

/** UX-52, UX-J1 */
test('title, date, start and a link are enough to publish', async () => {
  answer('get', '/api/v1/integrations/zoom/meetings/hosts', { data: [] });
  answer('get', '/api/v1/cpd/credit-types', { data: [] });
  workspace();
  const created = answer('post', '/api/v1/events', anEvent());
  const published = answer('post', '/api/v1/events/:id/publish', anEvent({ status: 'published' }));
  const { user, address } = openApp(SHEET, { me: me() });
  await fill(user);
  await user.click(screen.getByRole('button', { name: 'Publish' }));
  await screen.findByRole('heading', { level: 1, name: 'Renal transplant pathology' });
  expect(address()).toBe(`/org/${ORG_ID}/events/${anEvent().id}`);
  expect(created[0]?.body).toEqual({
    title: 'Renal transplant pathology',
    local_start: '2027-03-03T18:00',
    local_end: '2027-03-03T19:00',
    time_zone: expect.any(String) as string,
    join: { kind: 'link', online_url: 'https://meet.example.org/renal' },
    visibility: 'public',
    capacity: null,
  });
  expect(created[0]?.headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
  expect(published).toHaveLength(1);
});

test('a draft is not published', async () => {
  answer('get', '/api/v1/integrations/zoom/meetings/hosts', { data: [] });
  answer('get', '/api/v1/cpd/credit-types', { data: [] });
  workspace();
  answer('post', '/api/v1/events', anEvent());
  const published = answer('post', '/api/v1/events/:id/publish', anEvent());
  const { user } = openApp(SHEET, { me: me() });
  await fill(user);
  await user.click(screen.getByRole('button', { name: 'Save as draft' }));
  await screen.findByRole('heading', { level: 1, name: 'Renal transplant pathology' });
  expect(published).toHaveLength(0);
});

/** UX-18 */
test('what the server refuses stands at its field, and the input stays', async () => {
  answer('get', '/api/v1/integrations/zoom/meetings/hosts', { data: [] });
  answer('get', '/api/v1/cpd/credit-types', { data: [] });
  refuse('post', '/api/v1/events', {
    status: 422,
    code: 'time-does-not-exist',
    errors: [{ pointer: '/local_start', code: 'time-does-not-exist', detail: 'The clocks go forward then' }],
  });
  const { user } = openApp(SHEET, { me: me() });
  await fill(user);
  await user.click(screen.getByRole('button', { name: 'Publish' }));
  expect(await screen.findByRole('link', { name: 'The clocks go forward then' })).toBeVisible();
  expect(screen.getByRole('textbox', { name: 'Title' })).toHaveValue('Renal transplant pathology');
});

test('an empty sheet asks nobody and names what is missing', async () => {
  answer('get', '/api/v1/integrations/zoom/meetings/hosts', { data: [] });
  answer('get', '/api/v1/cpd/credit-types', { data: [] });
  const created = answer('post', '/api/v1/events', anEvent());
  const { user } = openApp(SHEET, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Publish' }));
  expect(await screen.findByRole('link', { name: 'Give the event a title' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Paste the link, beginning with https://' })).toBeVisible();
  expect(created).toHaveLength(0);
});

/** UX-12 */
test('without the right there is no sheet', async () => {
  openApp(SHEET, { me: me(['view-organization', 'read-events']) });
  expect(await screen.findByRole('heading', { name: 'You do not have access to this page' })).toBeVisible();
});

const NO_PLAN = { plan: 'attendee', plan_name: 'Attendee', status: 'free', trial_available: true, limits: { events_per_month: 0 } } as const;
const facts = (limit: number) => ({
  status: 403,
  code: 'plan-limit-reached',
  errors: Object.entries({ metric: 'events', limit, used: limit, resets_at: '2026-12-01T00:00:00+00:00' }).map(([code, detail]) => ({ pointer: '', code, detail: String(detail) })),
});

/** UX-52, BI-4: the trial begins when the server wants a plan, and then the same event is published. */
test('without a plan one press starts the trial and publishes', async () => {
  answer('get', '/api/v1/integrations/zoom/meetings/hosts', { data: [] });
  answer('get', '/api/v1/cpd/credit-types', { data: [] });
  answer('get', '/api/v1/billing/subscription', aSubscription(NO_PLAN));
  workspace();
  const created = answer('post', '/api/v1/events', anEvent());
  const published = answer('post', '/api/v1/events/:id/publish', anEvent({ status: 'published' }));
  refuse('post', '/api/v1/events/:id/publish', facts(0), { once: true });
  const tried = answer('post', '/api/v1/billing/trials', aSubscription({ status: 'trialing' }));
  const { user } = openApp(SHEET, { me: me() });
  await fill(user);
  await user.click(await screen.findByRole('button', { name: 'Start free trial and publish' }));
  await screen.findByRole('heading', { level: 1, name: 'Renal transplant pathology' });
  expect(created).toHaveLength(1);
  expect(tried.map(({ body }) => body)).toEqual([{ plan: 'organizer' }]);
  expect(published).toHaveLength(1);
});

/** UX section 2.6: limit, use, reset date and the way to more; what was entered is a draft. */
test('at the limit of the plan the event stays a draft, and its page says why', async () => {
  answer('get', '/api/v1/integrations/zoom/meetings/hosts', { data: [] });
  answer('get', '/api/v1/cpd/credit-types', { data: [] });
  workspace();
  answer('post', '/api/v1/events', anEvent());
  refuse('post', '/api/v1/events/:id/publish', facts(30));
  const { user } = openApp(SHEET, { me: me() });
  await fill(user);
  await user.click(screen.getByRole('button', { name: 'Publish' }));
  const said = await screen.findByRole('alert');
  expect(said).toHaveTextContent('The plan allows no more');
  await waitFor(() => expect(said).toHaveTextContent('30 of 30 events are published this month. Counting begins anew on Dec 1, 2026.'));
  expect(within(said).getByRole('link', { name: 'See plan and billing' })).toHaveAttribute('href', `/org/${ORG_ID}/billing`);
  expect(screen.getByRole('button', { name: 'Publish' })).toBeVisible();
});
