/** UX-56: a party of which two are named later, paid in one go; then one gets a name, and passes the place on. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { atEveryWidth } from './journey.mjs';
import { address, signsIn } from './organizer.mjs';
import { pricedEvent, seller, stripe } from './seller.mjs';
import { mailWith, until } from './server.mjs';

let owner;
let event;

before(async () => {
  owner = await seller();
  event = await pricedEvent(owner, { title: 'A morning on the ward', startsInMinutes: 60 * 24 * 20 });
});

const registrations = async () => (await owner.ask('GET', `/api/v1/registrations?event_id=${event.id}&limit=100`)).data;
const personal = (link) => new URL(link).pathname;

/** Fills in the dialog that asks who somebody is. */
async function says(journey, name, email) {
  const dialog = journey.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Full name' }).fill(name);
  await dialog.getByRole('textbox', { name: 'E-mail' }).fill(email);
  return dialog;
}

atEveryWidth(test, 'three seats are booked, two without a name; one is named, one passed on', async (journey) => {
  const { page } = journey;
  const [booker, second, third] = ['ana', 'ben', 'cy'].map(address);
  await journey.open(`/events/${event.slug}/register`);
  await journey.sees('Register');
  await journey.types('Full name', 'Ana Kos');
  await journey.types('E-mail', booker);
  await journey.presses('Add a place without a name');
  await page.getByRole('group', { name: 'Person 2' }).waitFor();
  await journey.presses('Add a place without a name');
  await page.getByRole('group', { name: 'Person 3' }).waitFor();
  assert.equal(await page.locator('[aria-invalid=true]').count(), 0);
  await page.getByText(/^3 × /).waitFor();
  await journey.looksClean();
  await journey.presses(/^Pay 6\d\.\d\d/);
  await page.waitForURL(/\/sandbox\/stripe\/checkout\//);
  // Two inputs for three seats: names are not asked for what is not known.
  assert.equal(journey.inputs, 2);
  const session = page.url().match(/cs_\w+/)[0];
  await stripe({ action: 'pay', session, card: 'success', name: 'Ana Kos', country: 'US', postal_code: '94110' });
  const own = personal((await mailWith(booker, '/r/')).link);

  await journey.open(own);
  await journey.sees(event.title);
  await journey.reads(/2 places have no name yet/);
  assert.equal(await page.getByText('No name yet', { exact: true }).count(), 2);
  await journey.presses(/Name a person, place 2/);
  await says(journey, 'Ben Ott', second);
  await journey.looksClean();
  await journey.presses('Give the place to this person');
  await journey.reads(/One place has no name yet/);
  await journey.reads('Ben Ott');
  // The person has a link of their own now, which shows the place and nobody else's.
  const named = personal((await mailWith(second, '/r/')).link);
  await journey.open(named);
  await journey.sees(event.title);
  await journey.reads('Ben Ott');
  assert.equal(await page.getByText('The other places of your booking').count(), 0);

  await journey.open(named);
  await journey.sees(event.title);
  await journey.presses('Give my place to somebody else');
  const dialog = await says(journey, 'Cy Roe', third);
  await journey.looksClean();
  await dialog.getByRole('button', { name: 'Give the place away' }).click();
  await journey.sees('Your place is Cy Roe’s now');
  await page.reload();
  await journey.sees('This link does not work any more');
  await journey.open(personal((await mailWith(third, '/r/')).link));
  await journey.sees(event.title);
  await journey.reads('Confirmed');

  const rows = await registrations();
  const of = (email) => rows.filter((row) => row.email === email).map(({ status }) => status);
  assert.deepEqual([booker, second, third].map(of), [['confirmed'], ['transferred'], ['confirmed']]);
});

// The clock stands, and so do the seats of the two journeys before.
atEveryWidth(test, 'the team sees the seat without a name, names it, and sees what was paid', async (journey) => {
  await signsIn(journey, owner);
  await journey.open(`/org/${owner.id}/events/${event.id}/registrations`);
  await journey.page.getByRole('link', { name: 'No name yet' }).first().waitFor();
  await journey.looksClean();
  await journey.page.getByRole('link', { name: 'No name yet' }).first().click();
  await journey.page.getByRole('dialog').getByText('Of the booking').waitFor();
  await journey.looksClean();
  await journey.presses('Name the person');
  const fourth = address('dee');
  await journey.page.getByRole('dialog', { name: 'Who comes on this place?' }).waitFor();
  await journey.page.getByRole('textbox', { name: 'Full name' }).fill('Dee Ash');
  await journey.page.getByRole('textbox', { name: 'E-mail' }).fill(fourth);
  await journey.page.getByRole('dialog', { name: 'Who comes on this place?' }).getByRole('button', { name: 'Name the person' }).click();
  await mailWith(fourth, '/r/');
  await until('the name', async () => (await registrations()).some(({ full_name: name }) => name === 'Dee Ash'));
}, [1280]);
