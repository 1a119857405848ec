import { before, test } from 'node:test';
import { atEveryWidth } from './journey.mjs';
import { address, guest, organizer, publishedEvent } from './organizer.mjs';
import { mailWith } from './server.mjs';

let event;
let full;

before(async () => {
  const owner = await organizer();
  event = await publishedEvent(owner);
  full = await publishedEvent(owner, { title: 'A small room', capacity: 1, waitlist_max: 10 });
  await guest(full);
});

atEveryWidth(test, 'UX-J2: a guest registers on two screens with two inputs', async (journey) => {
  const email = address('ana');
  await journey.open(`/events/${event.slug}`);
  await journey.sees(event.title);
  await journey.presses('Register', 'link');
  await journey.sees('Register');
  await journey.types('Full name', 'Ana Kos');
  await journey.types('E-mail', email);
  await journey.presses('Register');
  await journey.reads('You are registered');
  journey.within({ screens: 2, inputs: 2 });
  await journey.looksClean();
  await journey.presses('Open my place', 'link');
  await journey.sees(event.title);
  await journey.reads('Confirmed');
  const { attachments } = await mailWith(email, '/r/');
  if (!attachments.some(({ content_type: type }) => type.startsWith('text/calendar'))) throw new Error('The confirmation has no calendar entry');
});

atEveryWidth(test, 'UX-J2: a full event takes the same two inputs and says the position', async (journey) => {
  await journey.open(`/events/${full.slug}`);
  await journey.sees(full.title);
  await journey.presses('Join the waiting list', 'link');
  await journey.sees('Join the waiting list');
  await journey.types('Full name', 'Ana Kos');
  await journey.types('E-mail', address('ana'));
  await journey.presses('Join the waiting list');
  await journey.reads(/Your position: \d/);
  await journey.looksClean();
  journey.within({ screens: 2, inputs: 2 });
});

atEveryWidth(test, 'a place is cancelled by its own link', async (journey) => {
  const { token } = await guest(event);
  await journey.open(`/r/${token}`);
  await journey.sees(event.title);
  await journey.presses('Cancel my place');
  await journey.reads('Cancel your place?');
  await journey.looksClean();
  await journey.page.getByRole('dialog').getByRole('button', { name: 'Cancel my place' }).click();
  await journey.reads('Your place is cancelled');
});
