/** RG-22, PA-24, EV-12: places given or invoiced by the team, money that came past us, and a moved event that lets people go. */
import { before, test } from 'node:test';
import { atEveryWidth } from './journey.mjs';
import { address, signsIn } from './organizer.mjs';
import { pricedEvent, seller, stripe } from './seller.mjs';
import { call, mailWith, until } from './server.mjs';

let owner;

before(async () => {
  owner = await seller();
});

/** A guest's paid place. */
async function buyer(event) {
  const email = address('ana');
  const { data } = await call('POST', '/api/v1/registrations', { event_id: event.id, attendees: [{ email, full_name: 'Ana Kos' }] });
  const own = { headers: { authorization: `Seal ${data.payment.token}` } };
  const { data: page } = await call('POST', `/api/v1/payments/${data.payment.id}/checkout`, { return_to: '/' }, own);
  await stripe({ action: 'pay', session: page.checkout_url.match(/cs_\w+/)[0], card: 'success' });
  await until('the payment', async () => (await call('POST', `/api/v1/payments/${data.payment.id}/confirm`, undefined, own)).data.status === 'paid');
  return { email, payment: data.payment.id };
}

/** Adds somebody on a ticket that costs something, settled as said. */
async function adds({ page, looksClean }, name, how, reason) {
  await page.getByRole('button', { name: 'Add a person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Full name' }).fill(name);
  await dialog.getByRole('textbox', { name: 'E-mail address' }).fill(address('guest'));
  await dialog.locator('label', { hasText: how }).click();
  if (reason !== undefined) await dialog.getByRole('textbox', { name: 'Because' }).fill(reason);
  await looksClean();
  await dialog.getByRole('button', { name: 'Add a person' }).click();
  await dialog.waitFor({ state: 'detached' });
}

atEveryWidth(test, 'one is waived, one invoiced and marked as paid', async (journey) => {
  const { page } = journey;
  const event = await pricedEvent(owner, { title: 'Guests of the house', startsInMinutes: 60 * 24 * 9 });
  await signsIn(journey, owner);
  await journey.open(`/org/${owner.id}/events/${event.id}/registrations`);
  const looking = { page, looksClean: () => journey.looksClean() };
  await adds(looking, 'Wanda Waived', 'Waived, it costs nothing', 'Speaker of the day');
  await adds(looking, 'Ivo Invoice', 'By an invoice of your own');
  await page.getByRole('link', { name: 'Wanda Waived' }).first().click();
  await page.getByRole('dialog').getByText('Speaker of the day').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Ivo Invoice' }).first().click();
  await page.getByText('Owed, by invoice').waitFor();
  await journey.looksClean();
  await journey.presses('Mark as paid');
  const dialog = page.getByRole('dialog', { name: 'Mark as paid' });
  await dialog.getByRole('textbox', { name: /Reference/ }).fill('Invoice 12');
  await dialog.getByRole('button', { name: 'Mark as paid' }).click();
  await page.getByText('Invoice 12').waitFor();
  // An address gets three sign-in links an hour, and the next journey takes two.
}, [320]);

atEveryWidth(test, 'an event is moved, and who paid cancels for all of the money', async (journey) => {
  const { page } = journey;
  const event = await pricedEvent(owner, { title: 'Moved by a week', startsInMinutes: 60 * 24 * 2 });
  const { email, payment } = await buyer(event);
  await signsIn(journey, owner);
  await journey.open(`/org/${owner.id}/events/${event.id}`);
  await journey.sees(event.title);
  await page.getByRole('button', { name: /^More/ }).first().click();
  await page.getByRole('menuitem', { name: 'Move to another time' }).click();
  const later = new Date(Date.parse(event.sessions[0].starts_at) + 7 * 86_400_000).toISOString().slice(0, 10);
  await page.getByRole('dialog').getByLabel('Date').fill(later);
  await journey.looksClean();
  await journey.presses('See what it means');
  await journey.reads('One person is told by mail.');
  await journey.reads(/gets everything back after cancelling/);
  await journey.looksClean();
  await journey.presses('Move it and tell one person');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await journey.open(new URL((await mailWith(email, '/r/')).link).pathname);
  await journey.sees(event.title);
  await journey.reads('The event has been moved');
  await journey.presses(/^Cancel and get 23\.51/);
  await journey.reads(/23\.51\sUSD goes back to you/);
  await journey.looksClean();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel my place' }).click();
  await journey.reads('Your place is cancelled');
  await until('the refund', async () => (await owner.ask('GET', `/api/v1/payments/${payment}`)).refunds.some(({ amount, status }) => amount === 2351 && status === 'succeeded'));
});
