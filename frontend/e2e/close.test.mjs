import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atEveryWidth } from './journey.mjs';
import { completed, guest, issuesByHand, organizer, publishedEvent, reports, signsIn } from './organizer.mjs';
import { advance, mailWith, until } from './server.mjs';

/** One was there, one under a telephone's name, one too short; the hour is over. */
async function afterTheEvent() {
  const owner = await organizer();
  const event = await publishedEvent(owner, { title: 'Wound care, to close', startsInMinutes: 5 });
  await issuesByHand(owner, event);
  const there = await guest(event, 'Ada Present');
  const phone = await guest(event, 'Berta Telephone');
  const short = await guest(event, 'Carl Short');
  await advance(70 * 60);
  await completed(owner, event);
  await reports(owner, event, [
    { name: there.name, email: there.email, minutes: 60 },
    { name: 'Berta T', minutes: 60 },
    { name: short.name, email: short.email, minutes: 10 },
  ]);
  const closing = () => owner.ask('GET', `/api/v1/events/${event.id}/closing`);
  const count = async (kind) => (await closing()).gaps.find((gap) => gap.kind === kind).count;
  await until('the report to count', async () => (await count('unmatched_names')) === 1 && (await count('not_met')) >= 1);
  return { owner, event, people: [there, phone, short], closing, count };
}

atEveryWidth(test, 'UX-J6: names matched by keys, one person corrected, certificates issued, the event closed', async (journey) => {
  const { owner, event, people, closing, count } = await afterTheEvent();
  const { page } = journey;
  await signsIn(journey, owner);

  await journey.open(`/org/${owner.id}`);
  await page.getByRole('link', { name: event.title }).first().waitFor();
  await journey.looksClean();
  journey.screens += 1;
  await page.getByRole('link', { name: event.title }).first().click();
  await journey.reads('From registered to certified');
  await journey.sees(event.title);

  await journey.presses('Match names', 'link');
  await journey.reads('Who is this?');
  await journey.sees(event.title);
  await page.keyboard.press('1');
  await journey.reads('Everybody is matched');
  await until('the match to be kept', async () => (await count('unmatched_names')) === 0);

  await journey.presses('Close the event', 'link');
  await journey.presses('Correct presence', 'link');
  await page.getByRole('link', { name: 'Carl Short' }).first().click();
  await page.getByRole('dialog', { name: 'Carl Short' }).getByRole('button', { name: 'Correct', exact: true }).click();
  await page.locator('label', { hasText: 'Counts as met' }).click();
  await journey.types(/^Reason/, 'Was in the room, by the list at the door');
  await journey.presses('Save the correction');
  await page.getByRole('dialog', { name: /Correct the presence/ }).waitFor({ state: 'detached' });
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await journey.sees(event.title);
  await until('everybody to have met', async () => (await closing()).funnel.met === 3);

  await page.getByRole('navigation', { name: 'Parts of the event' }).getByRole('link', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Issue 3' }).click({ timeout: 40_000 });
  await page.getByRole('dialog').getByRole('button', { name: 'Issue 3' }).click();
  await journey.reads('3 of 3 certificates issued');
  await page.reload();
  await journey.reads('3 of 3 certificates issued');
  await journey.reads('No open cases.');
  await page.getByRole('button', { name: 'Close event' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close event' }).click();
  await journey.reads('The event is closed');
  await journey.looksClean();
  journey.within({ screens: 4, inputs: 1 });

  assert.equal((await owner.ask('GET', `/api/v1/events/${event.id}`)).status, 'closed');
  for (const { email } of people) await mailWith(email, '/verify/');
});
