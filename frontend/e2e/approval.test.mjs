/** RG-21: somebody asks for a place, the organizer approves, and only then is it paid. */
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
  event = await pricedEvent(owner, { title: 'A course for the few', startsInMinutes: 60 * 24 * 20 });
  const path = `/api/v1/events/${event.id}/settings`;
  const { version, ...settings } = await owner.ask('GET', path);
  await owner.ask('PUT', path, { ...settings, approval_required: true }, { headers: { 'if-match': `"${version}"` } });
});

const payments = async () => (await owner.ask('GET', `/api/v1/payments?event_id=${event.id}&limit=100`)).data;
const paidBy = async (email) => (await payments()).filter(({ buyer_email: buyer, status }) => buyer === email && status === 'paid').length;

/** Asks for a place as a guest; the link of the mail shows how it stands. */
async function asks(journey, email) {
  await journey.open(`/events/${event.slug}`);
  await journey.sees(event.title);
  await journey.presses('Ask for a place', 'link');
  await journey.sees('Ask for a place');
  await journey.types('Full name', 'Ana Kos');
  await journey.types('E-mail', email);
  await journey.reads('You pay this only when you are approved.');
  await journey.looksClean();
  await journey.presses('Ask for a place');
  await journey.sees('You have asked for a place');
  return new URL((await mailWith(email, '/r/')).link).pathname;
}

/** The organizer's list of requests, in a browser of the organizer's own. */
async function desk(journey) {
  const browser = journey.page.context().browser();
  const context = await browser.newContext({ baseURL: new URL(journey.page.url()).origin, viewport: journey.page.viewportSize(), reducedMotion: 'reduce', locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const own = Object.create(journey, { page: { value: page } });
  await signsIn(own, owner);
  await page.goto(`/org/${owner.id}/events/${event.id}/registrations?status=requested`);
  return page;
}

atEveryWidth(test, 'a request is approved and then paid', async (journey) => {
  const email = address('ana');
  const link = await asks(journey, email);
  assert.deepEqual(await payments().then((all) => all.filter(({ buyer_email: buyer }) => buyer === email)), []);
  await journey.open(link);
  await journey.sees(event.title);
  await journey.reads('You have asked for a place');

  const page = await desk(journey);
  await page.getByRole('checkbox', { name: /^Choose all/ }).click();
  await page.getByRole('button', { name: /^Approve/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Approve/ }).click();
  await page.getByText('Nobody waits for your word').waitFor();
  await page.context().close();

  await journey.page.reload();
  await journey.sees(event.title);
  await journey.reads('Your place is held for you');
  await journey.presses(/^Pay 23\.51/, 'link');
  await journey.sees('Your place is held for you');
  await journey.presses(/^Pay 23\.51/);
  await journey.page.waitForURL(/\/sandbox\/stripe\/checkout\//);
  await stripe({ action: 'pay', session: journey.page.url().match(/cs_\w+/)[0], card: 'success', name: 'Ana Kos', country: 'US', postal_code: '94110' });
  await until('the payment', async () => (await paidBy(email)) === 1);
  await journey.open(link);
  await journey.sees(event.title);
  await journey.reads('Confirmed');
});

atEveryWidth(test, 'a request is declined with a reason, and nothing was ever to be paid', async (journey) => {
  const email = address('ben');
  const link = await asks(journey, email);
  const page = await desk(journey);
  await page.getByRole('link', { name: 'Ana Kos' }).first().click();
  await page.getByRole('button', { name: 'Decline' }).click();
  await page.getByRole('textbox', { name: /Reason/ }).fill('For members only');
  await page.getByRole('dialog', { name: 'Decline this request?' }).getByRole('button', { name: 'Decline 1' }).click();
  await until('the answer', async () => (await owner.ask('GET', `/api/v1/registrations?event_id=${event.id}&status=declined`)).data.some((row) => row.email === email));
  await page.context().close();
  await journey.open(link);
  await journey.sees(event.title);
  await journey.reads('The organizer could not give you a place');
  await journey.reads('For members only');
  assert.equal(await paidBy(email), 0);
}, [1280]);
