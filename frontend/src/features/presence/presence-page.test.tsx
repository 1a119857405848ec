import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Event } from './api';
import { A_SESSION, aDetail, anEvent, aPerson, aResult, closingOf, EVENT_ID, MET, pageOf, POLICY, UNSEEN } from './fixtures';
import { me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const AT = `/org/${ORG_ID}/events/${EVENT_ID}/presence`;

function stand(event: Partial<Event> = {}, people = [aPerson(), MET, UNSEEN]) {
  answer('get', '/api/v1/events/:id', anEvent(event));
  answer('get', '/api/v1/events/:id/sessions', { data: [A_SESSION] });
  answer('get', '/api/v1/events/:id/policy', { ...POLICY, version: 1 });
  answer('get', '/api/v1/events/:id/closing', closingOf(12));
  return answer('get', '/api/v1/attendance', pageOf(...people));
}

/** The first page of a run loads the whole app. */
const find = { timeout: 12_000 };

/** E4 */
test('everybody stands with what was counted, what is needed and a way to the unmatched names', async () => {
  stand();
  openApp(AT, { me: me() });
  expect(await screen.findByRole('meter', { name: /^Łukasz Żółć/ }, find)).toHaveAttribute('aria-valuetext', expect.stringMatching(/^1\sh 3\smin of 1\sh 4\smin needed$/) as string);
  expect(screen.getByRole('link', { name: 'Match 12 names' })).toHaveAttribute('href', `${AT}/triage`);
  expect(screen.getByText('Seen live, but missing from Zoom’s report')).toBeVisible();
});

/** UX-13 */
test('the filter of an address is asked of the server; close is found among everybody', async () => {
  const asked = stand();
  const { user, address } = openApp(`${AT}?status=not_met`, { me: me() });
  await screen.findByRole('link', { name: 'Łukasz Żółć' }, find);
  expect(asked[0]?.url.searchParams.get('status')).toBe('not_met');
  await user.click(screen.getByRole('link', { name: 'Just short' }));
  expect(await screen.findByText('1 person found')).toBeVisible();
  expect(screen.queryByRole('link', { name: 'Ana Costa' })).toBeNull();
  expect(address()).toBe(`${AT}?status=close`);
});

/** UX-35 */
test('the same facts stand in a table, to the second', async () => {
  stand();
  const { user } = openApp(AT, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Show as a table' }, find));
  const row = within(await screen.findByRole('table')).getByRole('row', { name: /Łukasz Żółć/ });
  expect(row).toHaveTextContent('1 h 3 min 57 s');
  expect(row).toHaveTextContent('7:13:57 PM');
});

/** E4, before the start */
test('before the start it says how presence will be measured', async () => {
  stand({ status: 'published', starts_at: '2127-03-03T17:00:00Z' });
  openApp(AT, { me: me() });
  expect(await screen.findByRole('heading', { name: 'How presence will be measured' }, find)).toBeVisible();
  expect(await screen.findByText(/At least 80 % of it is needed/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Roll call' })).toBeNull();
});

/** PR-6, PR-13 */
test('a person’s result is derived step by step, and a correction shows the bar before and after', async () => {
  stand();
  answer('get', '/api/v1/attendance/registrations/:id', aDetail());
  const after = aPerson({ status: 'met', sessions: [aResult({ status: 'met', counted_seconds: 4800 })] });
  const previewed = answer('post', '/api/v1/attendance/adjustments/preview', { before: aPerson(), after });
  const sent = answer('post', '/api/v1/attendance/adjustments', after);
  const { user } = openApp(`${AT}?correct=r1`, { me: me() });
  const drawer = await screen.findByRole('dialog', { name: 'Łukasz Żółć' }, find);
  expect(within(drawer).getByText('outside the session −5 min')).toBeVisible();
  expect(within(drawer).getByText('breaks −10 min')).toBeVisible();
  await user.click(within(drawer).getByRole('button', { name: 'Correct' }));
  const form = await screen.findByRole('dialog', { name: 'Correct the presence of Łukasz Żółć' });
  await user.click(within(form).getByRole('button', { name: /^Missing: 7:13 PM/ }));
  const preview = within(form).getByRole('region', { name: 'What it changes' });
  expect(await within(preview).findByText('1 h 20 min')).toBeVisible();
  await expect.poll(() => previewed.at(-1)?.body).toMatchObject({ kind: 'add', from: '2026-10-14T18:13:57.000Z' });
  await user.click(within(form).getByRole('button', { name: 'Save the correction' }));
  expect(await within(form).findByText('Say why, in a few words', { selector: 'a' })).toBeVisible();
  expect(sent).toHaveLength(0);
  await user.type(within(form).getByRole('textbox', { name: 'Reason' }), 'Sat beside a colleague');
  await user.click(within(form).getByRole('button', { name: 'Save the correction' }));
  await expect.poll(() => sent[0]?.body).toMatchObject({ registration_id: 'r1', kind: 'add', reason: 'Sat beside a colleague' });
  expect(sent[0]?.headers.get('idempotency-key')).not.toBeNull();
});

/** PR-13 */
test('presence of a closed event is only read', async () => {
  stand({ status: 'closed' });
  answer('get', '/api/v1/attendance/registrations/:id', aDetail());
  openApp(`${AT}?correct=r1`, { me: me() });
  const drawer = await screen.findByRole('dialog', { name: 'Łukasz Żółć' }, find);
  expect(within(drawer).queryByRole('button', { name: 'Correct' })).toBeNull();
  expect(screen.getByText('Reopen it to correct, import or match.', { exact: false })).toBeInTheDocument();
});

/** UX-29 */
test('a mark of the roll answers at once and goes back when it is refused', async () => {
  stand();
  refuse('post', '/api/v1/attendance/roll-call', { status: 409, code: 'event-closed', detail: 'The event is closed, so presence can no longer be changed.' });
  const { user } = openApp(`${AT}?roll=`, { me: me() });
  const one = await screen.findByRole('group', { name: 'Łukasz Żółć' }, find);
  await user.click(within(one).getByRole('button', { name: 'Present' }));
  expect(await screen.findByText('The event is closed, so presence can no longer be changed.')).toBeVisible();
  expect(within(one).getByRole('button', { name: 'Present' })).toHaveAttribute('aria-pressed', 'false');
});

test('the roll marks a person for the session', async () => {
  stand();
  const sent = answer('post', '/api/v1/attendance/roll-call', { people: [MET] });
  const { user } = openApp(`${AT}?roll=`, { me: me() });
  const one = await screen.findByRole('group', { name: 'nobody@example.org' }, find);
  await user.click(within(one).getByRole('button', { name: 'Present' }));
  await expect.poll(() => sent[0]?.body).toEqual({ session_id: A_SESSION.id, marks: [{ registration_id: 'r3', mark: 'present' }] });
  expect(within(one).getByRole('button', { name: 'Present' })).toHaveAttribute('aria-pressed', 'true');
});

const REPORT = {
  id: 'i1', event_id: EVENT_ID, session_id: null, file_name: 'participants.csv', layout: 'meeting', rows: 5, people: 3, matched: 2, unmatched: 1,
  skipped: { waiting_room: 19, not_attended: 0, empty: 0, repeated: 0 }, warnings: [{ line: 7, code: 'formula', text: 'The cell begins like a formula.' }],
  changes: [{ registration_id: 'r1', full_name: 'Łukasz Żółć', before_seconds: 3837, after_seconds: 4800, before: 'not_met', after: 'met' }], committed_at: null,
};

/** PR-23, PR-24 */
test('a report asks for the order of its dates, shows what it would change, and counts only then', async () => {
  stand();
  refuse('post', '/api/v1/attendance/imports', { status: 422, code: 'date-order-needed', detail: 'The dates can be read day first and month first. Say which it is.' });
  const counted = answer('post', '/api/v1/attendance/imports/:id/commit', { ...REPORT, committed_at: '2026-10-15T08:00:00Z' });
  const { user } = openApp(AT, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Import a report' }, find));
  await user.upload(await screen.findByLabelText(/Drop the report/), new File(['Name,Join time'], 'participants.csv', { type: 'text/csv' }));
  const order = await screen.findByRole('radio', { name: /Month first/ });
  const sent = answer('post', '/api/v1/attendance/imports', REPORT);
  await user.click(order);
  expect(await screen.findByText('19 rows of the waiting room')).toBeVisible();
  expect(screen.getByText('The cell begins like a formula.')).toBeVisible();
  expect(sent[0]?.url.searchParams.get('date_order')).toBe('month_first');
  expect(counted).toHaveLength(0);
  await user.click(screen.getByRole('button', { name: 'Count 3 people' }));
  expect(await screen.findByRole('heading', { name: 'What it has changed' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Match 1 name' })).toHaveAttribute('href', `${AT}/triage`);
});

test('reports are read from Zoom when asked, and a refusal is said in the server’s words', async () => {
  stand();
  refuse('post', '/api/v1/attendance/reports/pull', { status: 409, code: 'report-not-ready', detail: 'No meeting of this event is over yet, so there is no report.' });
  const { user } = openApp(AT, { me: me() });
  await screen.findByRole('link', { name: 'Ana Costa' }, find);
  await user.click(screen.getAllByRole('button', { name: 'More actions' }).at(-1) as HTMLElement);
  await user.click(await screen.findByRole('menuitem', { name: 'Read Zoom’s reports now' }));
  expect(await screen.findByText('No meeting of this event is over yet, so there is no report.')).toBeVisible();
});
