import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { atEveryWidth } from './journey.mjs';
import { address } from './organizer.mjs';
import { advance, mailWith, serverNow } from './server.mjs';

// Sign-ups from one place are counted for an hour, and other journeys signed people up as well.
before(() => advance(60 * 60));

const inAWeek = async () => new Date((await serverNow()).getTime() + 7 * 24 * 3_600_000).toISOString().slice(0, 10);

atEveryWidth(test, 'UX-J1: a first event is published from nothing, on five screens with six inputs', async (journey) => {
  const email = address('nora');
  const title = `Wound care for ${email.split(/[+@]/)[1]}`;
  await journey.open('/sign-up');
  await journey.sees('Create an account');
  await journey.types('Full name', 'Nora Novak');
  await journey.types('E-mail', email);
  await journey.page.locator('label', { hasText: 'Organize events' }).click();
  await journey.presses('Send me the link');
  await journey.reads('Look into your mailbox');

  await journey.open((await mailWith(email, '/link/sign-up#')).link);
  await journey.sees('Confirm your address');
  await journey.presses('Confirm and go on');
  await journey.sees('Welcome, Nora Novak');
  await journey.presses('Create my first event');

  await journey.sees('New event');
  await journey.types('Title', title);
  await journey.types('Date', await inAWeek());
  await journey.types('Time', '18:30');
  await journey.types('Link to the meeting', 'https://meet.example.org/room');
  await journey.presses('Publish');

  await journey.sees(title);
  await journey.reads('Published');
  journey.within({ screens: 5, inputs: 6 });

  // What was shared is what everybody finds there.
  const shared = new URL(await journey.page.getByText(/^https?:\/\/\S+\/events\/\S+$/).first().textContent());
  assert.match(shared.pathname, /^\/events\/[a-z0-9-]+$/);
  await journey.open(shared.pathname);
  await journey.sees(title);
  await journey.reads('Nora Novak');
});

/** UX-59: once by keyboard only. Native date and time fields take their parts one after the other. */
atEveryWidth(
  test,
  'UX-J1: a first event is published without a pointer',
  async (journey) => {
    const { page } = journey;
    const email = address('kay');
    const write = async (label, text) => {
      await journey.tabsTo(page.getByLabel(label, { exact: true }).and(page.locator('input')));
      await page.keyboard.type(text);
    };
    const press = async (name) => {
      await journey.tabsTo(page.getByRole('button', { name }).first());
      await page.keyboard.press('Enter');
    };
    await journey.open('/sign-up');
    await journey.sees('Create an account');
    await write('Full name', 'Kay Novak');
    await write('E-mail', email);
    await journey.tabsTo(page.getByRole('radio', { name: /^Attend/ }));
    await page.keyboard.press('ArrowDown');
    await press('Send me the link');
    await journey.reads('Look into your mailbox');

    await journey.open((await mailWith(email, '/link/sign-up#')).link);
    await journey.sees('Confirm your address');
    await press('Confirm and go on');
    await journey.sees('Welcome, Kay Novak');
    await press('Create my first event');

    await journey.sees('New event');
    await write('Title', 'Wound care by keyboard');
    const [year, month, day] = (await inAWeek()).split('-');
    await write('Date', `${month}${day}${year}`);
    await write('Time', '0630PM');
    await write('Link to the meeting', 'https://meet.example.org/room');
    await press('Publish');
    await journey.sees('Wound care by keyboard');
    await journey.reads('Published');
  },
  [1280],
);
