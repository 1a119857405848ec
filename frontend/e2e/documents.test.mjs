/** RF-12: a buyer finds the invoice with and without an account, finance finds the credit note, and each is a PDF. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import { atEveryWidth } from './journey.mjs';
import { address, organizer, signsIn } from './organizer.mjs';
import { paidPlace, pricedEvent, seller } from './seller.mjs';
import { until } from './server.mjs';

let owner;
let event;

before(async () => {
  owner = await seller();
  event = await pricedEvent(owner, { title: 'Sutures for the curious', startsInMinutes: 60 * 24 * 20 });
});

/** Drawn by a job after the payment; the file follows. */
function documentOf(payment, kind) {
  return until(`the ${kind}`, async () => {
    const { data } = await owner.ask('GET', `/api/v1/payments/documents?payment_id=${payment}&kind=${kind}`);
    return data.find(({ ready }) => ready);
  });
}

async function downloads(journey, name) {
  const button = journey.page.getByRole('button', { name }).and(journey.page.locator(':visible'));
  const arrives = journey.page.waitForEvent('download');
  await button.first().click();
  const file = await arrives;
  const bytes = await readFile(await file.path());
  assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
  return file.suggestedFilename();
}

atEveryWidth(test, 'who pays with an account finds the invoice among the own payments', async (journey) => {
  const buyer = await organizer();
  await signsIn(journey, buyer);
  await journey.open(`/events/${event.slug}/register`);
  await journey.sees('Register');
  await journey.presses(/^Pay 23\.51\sUSD$/);
  await journey.page.waitForURL(/\/sandbox\/stripe\/checkout\//);
  await journey.types('Name', 'Olga Organizer');
  await journey.types('Country, two letters', 'US');
  await journey.types('Postal code', '94110');
  await journey.types('Or the number of a test card', '4242 4242 4242 4242');
  await journey.page.getByRole('button', { name: /^Pay/ }).click();
  await journey.sees('Paid: you are registered');
  const { number } = await documentOf(new URL(journey.page.url()).searchParams.get('payment'), 'invoice');
  await journey.open('/me/payments');
  await journey.sees('Payments');
  assert.equal(await downloads(journey, `Download Invoice ${number}`), `${number}.pdf`);
  await journey.page.getByRole('link', { name: 'Sutures for the curious' }).and(journey.page.locator(':visible')).first().click();
  await journey.page.getByRole('dialog').getByText('Service fee').waitFor();
  await journey.looksClean();
});

atEveryWidth(test, 'a guest finds the invoice on the personal page', async (journey) => {
  const { registration, payment } = await paidPlace(event, address('guest'));
  const { number } = await documentOf(payment.id, 'invoice');
  await journey.open(`/r/${registration.token}`);
  await journey.sees(event.title);
  assert.equal(await downloads(journey, `Download Invoice ${number}`), `${number}.pdf`);
  await journey.looksClean();
});

atEveryWidth(test, 'after a refund finance finds the credit note', async (journey) => {
  const { payment } = await paidPlace(event, address('leaves'));
  const quote = await owner.ask('GET', `/api/v1/payments/${payment.id}/refund-quote`);
  await owner.ask('POST', `/api/v1/payments/${payment.id}/refunds`, { reason: 'Could not come', include_fees: false, expected: quote.amount });
  const { number } = await documentOf(payment.id, 'credit_note');
  await signsIn(journey, owner);
  await journey.open(`/org/${owner.id}/finance/documents`);
  await journey.sees('Finance');
  await journey.page.getByLabel('Kind').selectOption({ label: 'Credit note' });
  assert.equal(await downloads(journey, `Download Credit note ${number}`), `${number}.pdf`);
  await journey.looksClean();
});
