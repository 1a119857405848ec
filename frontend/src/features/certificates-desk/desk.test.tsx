import { screen, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { aCertificate, aPerson, aRun, detailOf, DIFFERING, EVENT, HELD, SUMMARY } from './fixtures';
import { anEvent, me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const AT = `/org/${ORG_ID}/events/${EVENT}/certificates`;
const CERTIFICATE = aCertificate();

beforeEach(() => {
  localStorage.clear();
  answer('get', '/api/v1/events/:id', anEvent({ status: 'completed' }));
  answer('get', '/api/v1/events', { data: [], next_cursor: null });
  answer('get', '/api/v1/certificates/:id', detailOf(CERTIFICATE));
  answer('get', '/api/v1/certificates', { data: [CERTIFICATE], next_cursor: null });
  answer('get', '/api/v1/certificates/templates', { data: [] });
  answer('get', '/api/v1/certificates/gates/:offering/summary', SUMMARY);
});

const people = (...data: ReturnType<typeof aPerson>[]) => answer('get', '/api/v1/certificates/gates/:offering', { data, next_cursor: null });

/** CE-12 */
test('issuing all says its effect first, runs on by itself and is found again', async () => {
  people(aPerson());
  const sent = answer('post', '/api/v1/certificates/issue', aRun());
  answer('get', '/api/v1/certificates/runs/:id', aRun({ finished_at: null, open: 34, issued: 84 }));
  const { user } = openApp(AT, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Issue 118' }));
  const asked = await screen.findByRole('dialog', { name: 'Issue certificates?' });
  expect(await within(asked).findByText('118 certificates are issued and mailed.')).toBeVisible();
  expect(sent[0]?.body).toEqual({ offering: `event-${EVENT}`, all_eligible: true, dry_run: true });
  await user.click(within(asked).getByRole('button', { name: 'Issue 118' }));
  expect(await screen.findByRole('progressbar', { name: 'Issuing certificates' })).toHaveAttribute('aria-valuenow', '84');
  expect(sent[1]?.body).toEqual({ offering: `event-${EVENT}`, all_eligible: true });
  expect(sent[1]?.headers.get('idempotency-key')).not.toBeNull();
});

test('a run that ended while one was away tells who got none and why', async () => {
  people(aPerson());
  localStorage.setItem(`accredit.draft.issue-run:${EVENT}`, JSON.stringify({ values: 'run-1', savedAt: '2026-11-20T20:00:00Z' }));
  answer('get', '/api/v1/certificates/runs/:id', aRun({ wanted: 2, issued: 1, gated: 1, items: [{ learner_id: 'l2', full_name: 'Maya Lindqvist', outcome: 'gated', code: null, certificate_id: null }] }));
  const { user } = openApp(AT, { me: me() });
  expect(await screen.findByText('1 of 2 certificates issued')).toBeVisible();
  expect(screen.getByText('Maya Lindqvist')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Done' }));
  expect(screen.queryByText('1 of 2 certificates issued')).not.toBeInTheDocument();
});

/** CR-14 */
test('a gate is waived for those chosen, with a reason', async () => {
  people(HELD);
  const sent = answer('post', '/api/v1/certificates/gates/:offering/waive', { waived: 1 });
  const { user } = openApp(`${AT}?state=missing`, { me: me() });
  await user.click((await screen.findAllByRole('checkbox', { name: 'Choose Maya Lindqvist' }))[0] as HTMLElement);
  await user.click(screen.getByRole('button', { name: 'Waive' }));
  const asked = await screen.findByRole('dialog', { name: 'Waive for Maya Lindqvist' });
  expect(within(asked).getByRole('radio', { name: 'Presence' })).toBeChecked();
  expect(within(asked).queryByRole('radio', { name: 'Designation' })).not.toBeInTheDocument();
  await user.click(within(asked).getByRole('button', { name: 'Waive' }));
  expect(sent).toHaveLength(0);
  await user.type(within(asked).getByRole('textbox', { name: /^Reason/ }), 'Late by our fault');
  await user.click(within(asked).getByRole('button', { name: 'Waive' }));
  await expect.poll(() => sent[0]?.body).toEqual({ gate: 'presence', learner_ids: [HELD.learner_id], reason: 'Late by our fault' });
});

/** CR-9 */
test('a difference is accepted only with a reason', async () => {
  people(DIFFERING);
  const sent = answer('post', '/api/v1/certificates/awards/:id/correct', {
    id: 'c2', learner_id: 'l1', full_name: null, credit_type: 'External', body: 'RCP', unit: 'credits', credits: 1600, credits_text: '1.6', max_credits: 2400,
    activity_date: '2026-11-20', method: 'live_online', status: 'active', supersedes_id: null, derivation: '', created_at: '2026-11-20T20:00:00Z',
  });
  const { user } = openApp(`${AT}?state=differs`, { me: me() });
  await user.click((await screen.findAllByRole('button', { name: 'Accept' }))[0] as HTMLElement);
  const asked = await screen.findByRole('dialog');
  expect(within(asked).getByText('Given 2 credits; the facts give 1.6 now.')).toBeVisible();
  await user.type(within(asked).getByRole('textbox', { name: 'Reason' }), 'Presence was corrected');
  await user.click(within(asked).getByRole('button', { name: 'Accept' }));
  await expect.poll(() => sent[0]?.body).toEqual({ reason: 'Presence was corrected' });
});

/** CR-9: presence that was matched late gives credit that no award stands for yet. */
test('credit that was never awarded is accepted like any other difference', async () => {
  const late = { ...DIFFERING.differences[0], award_id: null, designation_id: '0198a000-0000-7000-8000-00000000d002', credit_type: 'External', awarded: 0, computed: 1000, text: 'Not awarded yet, the facts now give 1.0.' };
  people({ ...DIFFERING, differences: [...DIFFERING.differences, late] });
  const sent = answer('post', '/api/v1/certificates/awards/accept', {
    id: 'c3', learner_id: 'l1', full_name: null, credit_type: 'External', body: 'RCP', unit: 'credits', credits: 1000, credits_text: '1.0', max_credits: 2400,
    activity_date: '2026-11-20', method: 'live_online', status: 'active', supersedes_id: null, derivation: '', created_at: '2026-11-20T20:00:00Z',
  });
  const { user } = openApp(`${AT}?state=differs`, { me: me() });
  await user.click((await screen.findAllByRole('button', { name: 'Accept' }))[1] as HTMLElement);
  const asked = await screen.findByRole('dialog');
  expect(within(asked).getByText(late.text)).toBeVisible();
  await user.type(within(asked).getByRole('textbox', { name: 'Reason' }), 'Matched late');
  await user.click(within(asked).getByRole('button', { name: 'Accept' }));
  await expect.poll(() => sent[0]?.body).toEqual({ offering: `event-${EVENT}`, learner_id: DIFFERING.learner_id, designation_id: late.designation_id, reason: 'Matched late' });
});

/** CE-11 */
test('revoking names its effect and sends reason and note', async () => {
  const sent = answer('post', '/api/v1/certificates/:id/revoke', aCertificate({ status: 'revoked' }));
  const { user } = openApp(`${AT}?state=issued&certificate=${CERTIFICATE.id}`, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Revoke' }));
  const asked = await screen.findByRole('dialog', { name: 'Revoke APS-2026-000042?' });
  await user.click(within(asked).getByRole('radio', { name: 'Duplicate' }));
  await user.type(within(asked).getByRole('textbox', { name: /^Note/ }), 'Twice');
  await user.click(within(asked).getByRole('button', { name: 'Revoke for good' }));
  await expect.poll(() => sent[0]?.body).toEqual({ reason: 'duplicate', note: 'Twice', keep_awards: false });
});

test('reissuing sends only what changes, and opens the new one', async () => {
  const sent = answer('post', '/api/v1/certificates/:id/reissue', aCertificate({ id: 'b9', number: 'APS-2026-000043', revision: 2 }));
  const { user } = openApp(`/org/${ORG_ID}/certificates?certificate=${CERTIFICATE.id}`, { me: me() });
  await user.click(await screen.findByRole('button', { name: 'Reissue' }));
  const asked = await screen.findByRole('dialog', { name: 'Reissue APS-2026-000042' });
  await user.type(within(asked).getByRole('textbox', { name: 'Reason' }), 'A lost file');
  await user.click(within(asked).getByRole('button', { name: 'Reissue' }));
  await expect.poll(() => sent[0]?.body).toEqual({ reason: 'A lost file' });
  expect(await screen.findByText('Issued as APS-2026-000043')).toBeInTheDocument();
});

/** UX-13 */
test('all certificates are filtered by the address', async () => {
  const asked = answer('get', '/api/v1/certificates', { data: [], next_cursor: null });
  openApp(`/org/${ORG_ID}/certificates?q=${CERTIFICATE.code}&status=revoked`, { me: me() });
  expect(await screen.findByText('No certificate fits these filters.')).toBeVisible();
  expect(Object.fromEntries(asked[0]?.url.searchParams ?? [])).toEqual({ q: CERTIFICATE.code, status: 'revoked' });
});

test('who may only read sees no act', async () => {
  people(aPerson());
  openApp(AT, { me: me(['view-organization', 'read-events', 'read-credentials']) });
  expect((await screen.findAllByText('Łukasz Żółć')).length).toBeGreaterThan(0);
  expect(screen.queryByRole('button', { name: /Issue|Waive/ })).not.toBeInTheDocument();
  expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
});

test('a failed list leaves the rest of the page', async () => {
  refuse('get', '/api/v1/certificates/gates/:offering', { status: 500, code: 'internal' });
  openApp(AT, { me: me() });
  expect(await screen.findByRole('alert', undefined, { timeout: 8000 })).toBeVisible();
  expect(screen.getByRole('navigation', { name: 'Certificates by state' })).toBeVisible();
});
