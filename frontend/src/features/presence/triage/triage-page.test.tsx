import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Participant } from './participants';
import { anEvent, aParticipant, aPerson, aResult, EVENT_ID, MET, pageOf } from '@/features/presence/fixtures';
import { me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const AT = `/org/${ORG_ID}/events/${EVENT_ID}/presence/triage`;
const NEXT = aParticipant({ id: 'p8', display_name: 'Recorder Bot', suggestions: [] });
const AFTER = aPerson({ status: 'met', counted_seconds: 4800, sessions: [aResult({ status: 'met', counted_seconds: 4800 })] });

function stand(...queue: Participant[]) {
  answer('get', '/api/v1/events/:id', anEvent());
  answer('get', '/api/v1/attendance', pageOf(aPerson(), MET));
  return answer('get', '/api/v1/attendance/participants', pageOf(...queue));
}

const question = (name: string) => screen.findByRole('heading', { level: 3, name }, { timeout: 12_000 });

/** UX-31, PR-15 */
test('a key takes a suggestion, says what it changed, and u undoes it', async () => {
  stand(aParticipant(), NEXT);
  const matched = answer('post', '/api/v1/attendance/participants/:id/match', { participant: aParticipant({ registration_id: 'r1' }), people: [AFTER] });
  const undone = answer('post', '/api/v1/attendance/participants/:id/unmatch', { participant: aParticipant(), people: [aPerson()] });
  const { user } = openApp(AT, { me: me() });
  await question('iPad of Ana');
  expect(await screen.findByText('71 % alike · similar name · opened the join link just before')).toBeVisible();
  await screen.findByText('1 h 3 min counted so far');
  await user.keyboard('1');
  await expect.poll(() => matched[0]?.body).toEqual({ registration_id: 'r1' });
  expect(await question('Recorder Bot')).toHaveFocus();
  expect(await screen.findByText('1 h 3 min counted before, 1 h 20 min now')).toBeVisible();
  await user.keyboard('u');
  await expect.poll(() => undone[0]?.body).toEqual({ reason: 'Undone in triage' });
  await question('iPad of Ana');
});

test('letters that are typed into the search press no key', async () => {
  stand(aParticipant());
  const ignored = answer('post', '/api/v1/attendance/participants/:id/ignore', { participant: aParticipant(), people: [] });
  const matched = answer('post', '/api/v1/attendance/participants/:id/match', { participant: aParticipant({ registration_id: 'r2' }), people: [MET] });
  const { user } = openApp(AT, { me: me() });
  await question('iPad of Ana');
  await user.type(screen.getByRole('combobox', { name: 'Somebody else' }), 'i1s');
  expect(ignored).toHaveLength(0);
  expect(matched).toHaveLength(0);
  await user.click(await screen.findByRole('option', { name: /Ana Costa/ }));
  await expect.poll(() => matched[0]?.body).toEqual({ registration_id: 'r2' });
  expect(await screen.findByText('Everybody is matched')).toBeVisible();
});

/** UX-29 */
test('a refused match brings the name back with the reason', async () => {
  stand(aParticipant(), NEXT);
  refuse('post', '/api/v1/attendance/participants/:id/match', { status: 409, code: 'registration-not-confirmed', detail: 'This registration is not confirmed.' });
  const { user } = openApp(AT, { me: me() });
  await user.click(await screen.findByRole('button', { name: /Łukasz Żółć/ }, { timeout: 12_000 }));
  expect(await screen.findByText('This registration is not confirmed.')).toBeVisible();
  await question('iPad of Ana');
  expect(within(screen.getByRole('list', { name: 'Names to match' })).getAllByRole('listitem')).toHaveLength(2);
});

/** PR-17 */
test('a claim is shown and matches nothing by itself; skipping keeps the name', async () => {
  stand(aParticipant({ claim: { registration_id: 'r1', full_name: 'Łukasz Żółć' } }), NEXT);
  const { user, address } = openApp(AT, { me: me() });
  expect(await screen.findByText(/Łukasz Żółć says: “That was me.”/, {}, { timeout: 12_000 })).toBeVisible();
  await user.keyboard('s');
  await question('Recorder Bot');
  expect(address()).toBe(`${AT}?at=p8`);
  expect(screen.getByText('2 names left')).toBeVisible();
});

/** WCAG 2.1.4 */
test('the keys can be turned off', async () => {
  stand(aParticipant(), NEXT);
  const { user } = openApp(AT, { me: me() });
  await question('iPad of Ana');
  await user.click(screen.getByRole('switch', { name: /Keys/ }));
  await user.keyboard('s');
  await waitFor(() => expect(screen.queryByText('take a suggestion')).toBeNull());
  await question('iPad of Ana');
  localStorage.removeItem('accredit.keys');
});

test('an ignored name can be brought back', async () => {
  stand(aParticipant({ ignored_at: '2026-10-15T08:00:00Z' }));
  const sent = answer('post', '/api/v1/attendance/participants/:id/restore', { participant: aParticipant(), people: [] });
  const { user } = openApp(`${AT}?show=ignored`, { me: me() });
  await user.click((await screen.findAllByRole('button', { name: 'Bring back' }, { timeout: 12_000 }))[0] as HTMLElement);
  await expect.poll(() => sent).toHaveLength(1);
  expect(await screen.findByText('“iPad of Ana” is back in triage')).toBeVisible();
});
