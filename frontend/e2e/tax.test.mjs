/** PA-7: from the rule that an adviser signs off to the rate on the receipt. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { NOOR, PASSWORD } from './demo.mjs';
import { atEveryWidth } from './journey.mjs';
import { address } from './organizer.mjs';
import { pricedEvent, seller } from './seller.mjs';
import { call } from './server.mjs';

let owner;
let event;
let law;

const taxed = () => owner.ask('PATCH', '/api/v1/payments/settings', { tax_mode: 'automatic', tax_behavior: 'exclusive' }, { headers: { 'if-match': '"1"' } });

/** The platform's own people write a rule down. It is for organizers of one country; those of the other journeys take no tax. */
before(async () => {
  owner = await seller();
  event = await pricedEvent(owner, { title: 'Dressings that breathe', startsInMinutes: 60 * 24 * 20 });
  const { data } = await call('POST', '/api/v1/auth/sign-in', { email: NOOR, password: PASSWORD, remember: true });
  // Past by the clock of the browser too, which stands behind the one that other journeys moved.
  const from = new Date(Date.now() - 3_600_000).toISOString();
  law = `Article 54 of Directive 2006/112/EC, read on ${from}`;
  await call(
    'POST', '/api/v1/billing/tax-rules',
    {
      mode: 'live_online', seller_country: 'US', buyer_is_business: false, seller_of_record: 'organizer', place: 'buyer',
      stripe_tax_code: 'txcd_20060045', legal_reference: law, valid_from: from, reason: 'Mail of the adviser.',
    },
    { token: data.login.access_token },
  );
});

atEveryWidth(test, 'an adviser stands for a rule, and only then an organizer takes tax', async (journey) => {
  await assert.rejects(taxed(), /tax-setup-incomplete/);
  await journey.open('/sign-in');
  await journey.types('E-mail', NOOR);
  await journey.types('Password', PASSWORD);
  await journey.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await journey.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await journey.open('/operate/tax-rules');
  const row = journey.page.getByRole('row').filter({ hasText: law });
  await row.getByRole('button', { name: /^Sign off/ }).click();
  await journey.types('Adviser', 'Clara Weiss, tax adviser, Hamburg');
  await journey.types('Reason', 'Opinion of today.');
  await journey.looksClean();
  await journey.page.getByRole('dialog').getByRole('button', { name: 'Sign off', exact: true }).click();
  await row.getByText('In use').waitFor();
  assert.equal((await taxed()).tax_mode, 'automatic');
}, [1280]);

atEveryWidth(test, 'a buyer is told of tax before, sees it on the page, and finds the rate after', async (journey) => {
  await journey.open(`/events/${event.slug}`);
  await journey.reads('plus tax');
  await journey.open(`/events/${event.slug}/register`);
  await journey.sees('Register');
  await journey.types('Full name', 'Ana Kos');
  await journey.types('E-mail', address('ana'));
  await journey.reads('Tax is added on the payment page, by your address.');
  await journey.looksClean();
  await journey.presses(/^Pay 23\.51\sUSD plus tax$/);
  await journey.page.waitForURL(/\/sandbox\/stripe\/checkout\//);
  await journey.types('Name', 'Ana Kos');
  await journey.types('Country, two letters', 'DE');
  await journey.types('Postal code', '10115');
  await journey.types('Or the number of a test card', '4242 4242 4242 4242');
  await journey.page.getByRole('button', { name: /^Pay/ }).click();
  // The page shows the tax of that country first; 19 % of 19.99 and of 3.52 are 3.80 and 0.67.
  await journey.reads('The tax of your country has been added.');
  await journey.page.getByLabel('Or the number of a test card').fill('4242 4242 4242 4242');
  await journey.page.getByRole('button', { name: /^Pay/ }).click();
  await journey.sees('Paid: you are registered');
  await journey.reads(/VAT 19\s% \(DE\)/);
  await journey.reads(/27\.98\sUSD/);
  await journey.looksClean();
});
