/** UX-J3 and acceptance 7: whatever happens on the way, the screen tells the truth and one payment exists. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { atEveryWidth } from './journey.mjs';
import { address } from './organizer.mjs';
import { pricedEvent, promoCode, seller, stripe } from './seller.mjs';
import { advance, call, mailWith, until } from './server.mjs';

const SUM = /^Pay 23\.51\sUSD$/;
const WIDE = [1280];
let owner;
let event;

before(async () => {
  owner = await seller();
  event = await pricedEvent(owner, { startsInMinutes: 60 * 24 * 20 });
});

/** Registers on P5 and arrives at the vendor's page. */
async function toTheVendor(journey, { at = event, email = address('ana'), label = SUM } = {}) {
  await journey.open(`/events/${at.slug}/register`);
  await journey.sees('Register');
  await journey.types('Full name', 'Ana Kos');
  await journey.types('E-mail', email);
  await journey.presses(label);
  await journey.page.waitForURL(/\/sandbox\/stripe\/checkout\//);
  return email;
}

/** What the vendor asks: number (here with expiry and code behind it), name, country, postal code, the e-mail known. */
async function paysWith(journey, number) {
  const { page } = journey;
  await journey.types('Name', 'Ana Kos');
  await journey.types('Country, two letters', 'US');
  await journey.types('Postal code', '94110');
  await journey.types('Or the number of a test card', number);
  await page.getByRole('button', { name: /^Pay/ }).click();
}

const sessionOf = (journey) => journey.page.url().match(/cs_\w+/)[0];
const paymentOf = (journey) => new URL(journey.page.url()).searchParams.get('payment');

async function payments(at = event) {
  const { data } = await owner.ask('GET', `/api/v1/payments?event_id=${at.id}&limit=100`);
  return data;
}

atEveryWidth(test, 'UX-J3: a guest pays with two inputs here and what the vendor asks there', async (journey) => {
  await journey.open(`/events/${event.slug}`);
  await journey.sees(event.title);
  await journey.reads(/23\.51\sUSD/);
  await journey.presses('Register', 'link');
  await journey.sees('Register');
  await journey.types('Full name', 'Ana Kos');
  const email = address('ana');
  await journey.types('E-mail', email);
  await journey.reads('Service fee');
  await journey.looksClean();
  await journey.presses(SUM);
  await journey.page.waitForURL(/\/sandbox\/stripe\/checkout\//);
  assert.equal(journey.inputs, 2);
  await paysWith(journey, '4242 4242 4242 4242');
  await journey.sees('Paid: you are registered');
  journey.within({ screens: 3, inputs: 2 + 5 });
  await journey.presses('Open my event', 'link');
  await journey.sees(event.title);
  await journey.reads('Confirmed');
  await journey.reads('Paid for the booking');
  await mailWith(email, '/r/');
  const own = (await payments()).filter(({ buyer_email: buyer }) => buyer === email);
  assert.deepEqual(own.map(({ status }) => status), ['paid']);
});

atEveryWidth(test, 'a code makes the golden 16.46 USD', async (journey) => {
  const code = await promoCode(owner, `THIRD-${Date.now().toString(36)}-${String(journey.page.viewportSize().width)}`.toUpperCase());
  await journey.open(`/events/${event.slug}/register`);
  await journey.sees('Register');
  await journey.types('Full name', 'Ana Kos');
  await journey.types('E-mail', address('ana'));
  await journey.page.getByText('Do you have a code?').click();
  await journey.page.getByLabel(/Promo or access code/).fill('NO-SUCH-CODE');
  await journey.presses('Use code');
  await journey.page.getByLabel(/Promo or access code/).and(journey.page.locator('[aria-invalid]')).waitFor();
  assert.equal(await journey.page.getByRole('textbox', { name: 'Full name' }).inputValue(), 'Ana Kos');
  await journey.page.getByLabel(/Promo or access code/).fill(code.toLowerCase());
  await journey.presses('Use code');
  await journey.page.getByRole('button', { name: /^Pay 16\.46\sUSD$/ }).waitFor();
  await journey.looksClean();
  await journey.presses(/^Pay 16\.46/);
  await journey.page.waitForURL(/\/sandbox\/stripe\/checkout\//);
  await paysWith(journey, '4242 4242 4242 4242');
  await journey.sees('Paid: you are registered');
  await journey.reads(/16\.46\sUSD/);
});

atEveryWidth(test, 'a declined card keeps the seat; the next one pays', async (journey) => {
  const email = await toTheVendor(journey);
  await paysWith(journey, '4000 0000 0000 0002');
  await journey.reads(/declined/i);
  await journey.page.getByLabel('Or the number of a test card').fill('4242 4242 4242 4242');
  await journey.page.getByRole('button', { name: /^Pay/ }).click();
  await journey.sees('Paid: you are registered');
  assert.equal((await payments()).filter(({ buyer_email: buyer }) => buyer === email).length, 1);
}, WIDE);

atEveryWidth(test, 'a bank that asks is answered, and the page comes back with the truth', async (journey) => {
  await toTheVendor(journey);
  await paysWith(journey, '4000 0027 6000 3184');
  await journey.presses('Complete authentication');
  await journey.sees('Paid: you are registered');
}, WIDE);

atEveryWidth(test, 'back without paying keeps the seat; paying goes on where it was left', async (journey) => {
  const email = await toTheVendor(journey);
  const session = sessionOf(journey);
  await journey.presses('Back, without paying', 'link');
  await journey.sees('Your place is held for you');
  await journey.page.reload();
  await journey.sees('Your place is held for you');
  assert.match(await journey.page.getByRole('timer').textContent(), /^\d\d:\d\d$/);
  await journey.presses(SUM);
  await journey.page.waitForURL(/\/sandbox\/stripe\/checkout\//);
  assert.equal(sessionOf(journey), session);
  await journey.page.goBack();
  await journey.sees('Your place is held for you');
  await journey.page.getByRole('button', { name: SUM }).dblclick();
  await journey.page.waitForURL(/\/sandbox\/stripe\/checkout\//);
  await paysWith(journey, '4242 4242 4242 4242');
  await journey.sees('Paid: you are registered');
  assert.equal((await payments()).filter(({ buyer_email: buyer }) => buyer === email).length, 1);
});

atEveryWidth(test, 'a tab that is closed after paying is no loss: the vendor tells us', async (journey) => {
  const email = await toTheVendor(journey);
  const session = sessionOf(journey);
  await journey.page.goto('about:blank');
  await stripe({ action: 'pay', session, card: 'success', name: 'Ana Kos', country: 'US', postal_code: '94110' });
  const { link } = await mailWith(email, '/r/');
  await journey.open(new URL(link).pathname);
  await journey.sees(event.title);
  await journey.reads('Confirmed');
}, WIDE);

atEveryWidth(test, 'a place given up is free again; it can be taken once more, and the answers are still there', async (journey) => {
  const email = await toTheVendor(journey);
  await journey.presses('Back, without paying', 'link');
  await journey.sees('Your place is held for you');
  await journey.presses('Give up the place');
  await journey.looksClean();
  await journey.page.getByRole('dialog').getByRole('button', { name: 'Give up the place' }).click();
  await journey.sees('You have given up the place');
  const ended = journey.page.url();
  await journey.open(`/events/${event.slug}/register`);
  await journey.sees('Register');
  assert.equal(await journey.page.getByRole('textbox', { name: 'Full name' }).inputValue(), 'Ana Kos');
  await journey.open(ended);
  await journey.sees('You have given up the place');
  await journey.presses('Pay again');
  await journey.sees('Your place is held for you');
  await journey.presses(SUM);
  await journey.page.waitForURL(/\/sandbox\/stripe\/checkout\//);
  await paysWith(journey, '4242 4242 4242 4242');
  await journey.sees('Paid: you are registered');
  await journey.presses('Open my event', 'link');
  await journey.reads('Confirmed');
  const own = (await payments()).filter(({ buyer_email: buyer }) => buyer === email);
  assert.deepEqual(own.map(({ status }) => status).sort(), ['canceled', 'paid']);
}, WIDE);

atEveryWidth(test, 'the exact refund is shown before a paid place is given up, and goes back', async (journey) => {
  await toTheVendor(journey);
  await paysWith(journey, '4242 4242 4242 4242');
  await journey.sees('Paid: you are registered');
  const id = paymentOf(journey);
  await journey.presses('Open my event', 'link');
  await journey.sees(event.title);
  await journey.presses('Cancel my place');
  // More than a week before the start: the whole ticket, and the fees are kept.
  await journey.reads(/19\.99\sUSD goes back to you/);
  await journey.looksClean();
  await journey.page.getByRole('dialog').getByRole('button', { name: 'Cancel my place' }).click();
  await journey.reads('Your place is cancelled');
  await until('the refund', async () => (await owner.ask('GET', `/api/v1/payments/${id}`)).refunds.some(({ amount, status }) => amount === 1999 && status === 'succeeded'));
});

// Moves the clock of the whole server, so it comes last.
atEveryWidth(test, 'when the hold has ended, the page says so and the seat is somebody else’s', async (journey) => {
  const small = await pricedEvent(owner, { title: 'A small room', capacity: 1, startsInMinutes: 60 * 24 * 20 });
  await toTheVendor(journey, { at: small });
  await journey.presses('Back, without paying', 'link');
  await journey.sees('Your place is held for you');
  await advance(62 * 60);
  await until('the end of the hold', async () => (await payments(small)).every(({ status }) => status === 'expired'));
  await journey.page.reload();
  await journey.sees('The time to pay has ended');
  const { data: page } = await call('GET', `/api/v1/discovery/events/${small.slug}`);
  assert.equal(page.availability, 'few_left');
}, WIDE);
