import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { atEveryWidth } from './journey.mjs';
import { address, organizer } from './organizer.mjs';
import { advance, mailWith } from './server.mjs';

let owner;

before(async () => {
  // Sign-ups from one place are counted for an hour, and other journeys signed people up as well.
  await advance(60 * 60);
  owner = await organizer();
});

const members = async () => (await owner.ask('GET', '/api/v1/members')).data;

atEveryWidth(test, 'UX-56: invitation, sign-up and membership in one go; once removed, the next click is refused', async (journey) => {
  const email = address('ben');
  await owner.ask('POST', '/api/v1/invitations', { email, roles: ['organizer'], message: 'Welcome to the team!' });

  await journey.open((await mailWith(email, '/invitation#')).link);
  await journey.sees('Join Olga Organizer');
  await journey.reads('Welcome to the team!');
  await journey.presses('Create an account and join', 'link');
  await journey.sees('Create an account');
  await journey.types('Full name', 'Ben Brandt');
  await journey.types('E-mail', email);
  await journey.presses('Send me the link');
  await journey.open((await mailWith(email, '/link/sign-up#')).link);
  await journey.sees('Confirm your address');
  await journey.presses('Confirm and go on');
  await journey.sees('Olga Organizer');
  journey.within({ screens: 4, inputs: 2 });

  const member = (await members()).find((one) => one.email === email);
  assert.deepEqual(member.roles, ['organizer']);
  await owner.ask('DELETE', `/api/v1/members/${member.id}`);
  await journey.goesTo('Events');
  await journey.sees('This organization is not one of yours');
  assert.equal((await members()).some((one) => one.email === email), false);
});
