import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atEveryWidth } from './journey.mjs';
import { address } from './organizer.mjs';
import { call, mailWith } from './server.mjs';

/** Somebody who organizes, on the free plan, in the browser of the journey. */
async function enters(journey) {
  const email = address('petra');
  await call('POST', '/api/v1/auth/sign-up', {
    email, full_name: 'Petra Planner', intent: 'organizer', terms_version: '2026-11', locale: 'en', time_zone: 'Europe/Zurich',
  });
  await journey.open((await mailWith(email, '/link/sign-up#')).link);
  await journey.presses('Confirm and go on');
  await journey.sees('Welcome, Petra Planner');
}

/** The stand-in's page of the payment. */
async function pays(journey, heading) {
  await journey.page.getByRole('heading', { level: 1, name: heading }).waitFor();
  await journey.page.getByLabel('E-mail').fill(address('petra'));
  await journey.page.getByLabel('Name').fill('Petra Planner');
  await journey.page.getByLabel('Postal code').fill('10001');
  const button = () => journey.page.getByRole('button', { name: /^Subscribe and pay|^Start/ });
  await button().click();
  // The tax of a country is shown before it is charged.
  const taxed = journey.page.getByText('The tax of your country has been added');
  await Promise.race([taxed.waitFor(), journey.page.waitForURL(/\/billing\?/)]);
  if (await taxed.isVisible()) await button().click();
  await journey.page.waitForURL(/\/billing\?/);
}

/** Sees what a change costs, has it, and finds exactly that on an invoice. */
async function changes(journey, { due }) {
  await journey.presses('See what it costs');
  const button = journey.page.getByRole('button', { name: /^Change and pay/ });
  const amount = (await button.textContent()).match(/[\d,.]+(?=\sUSD)/)[0];
  assert.match(await journey.page.getByLabel('What the change costs').textContent(), due);
  await journey.looksClean();
  await button.click();
  await journey.page.getByRole('dialog').waitFor({ state: 'detached' });
  // The invoice comes by the vendor's message, which may be later than the change.
  const invoice = journey.page.getByText(new RegExp(`^${amount.replaceAll('.', '\\.')}\\sUSD$`)).filter({ visible: true }).first();
  for (let tries = 0; tries < 10 && !(await invoice.isVisible()); tries += 1) {
    await invoice.waitFor({ timeout: 6_000 }).catch(() => journey.page.reload());
  }
  await invoice.waitFor();
}

atEveryWidth(test, 'a trial asks for no card; a plan bought during it is cancelled and kept after all', async (journey) => {
  const { page } = journey;
  await enters(journey);

  await journey.open('/pricing');
  await journey.sees('Plans and prices');
  await page.getByRole('region', { name: 'Organizer' }).getByRole('link', { name: 'Start trial, no card' }).click();
  await page.getByRole('dialog', { name: 'Choose a plan' }).waitFor();
  await journey.looksClean();
  await journey.presses('Start trial, no card');
  await journey.sees('Plan and billing');
  await journey.reads(/^The trial ends on .* It does not turn/);

  await journey.presses('Choose a plan');
  await journey.presses('Go to payment');
  await pays(journey, /^Subscribe/);
  await journey.reads('Organizer is yours');
  await journey.reads(/^The trial goes on until/);

  await journey.presses('Cancel the plan');
  await page.getByRole('radio', { name: 'We do not use it enough' }).click();
  await journey.looksClean();
  await journey.presses('Cancel at the end of the period');
  await journey.reads(/^It ends on .* you can take it back\.$/);
  await journey.presses('Keep the plan after all');
  await page.getByRole('button', { name: 'Cancel the plan' }).waitFor();
  await journey.looksClean();
});

atEveryWidth(test, 'a larger plan and a further seat cost exactly what was shown', async (journey) => {
  const { page } = journey;
  await enters(journey);
  await journey.open('/pricing');
  await page.getByRole('region', { name: 'Attendee' }).getByRole('link', { name: 'Plan and billing' }).click();
  await journey.sees('Plan and billing');
  await journey.presses('Choose a plan');
  await journey.presses('Go to payment');
  await pays(journey, /^Subscribe/);
  await journey.reads('Organizer is yours');

  await journey.presses('Change plan');
  await page.locator('label', { hasText: 'Organization' }).click();
  await changes(journey, { due: /199\.00\sUSD/ });
  await journey.reads('1 included, 0 bought.');

  await journey.presses('Add a seat');
  assert.equal(await page.getByLabel('Seats together').inputValue(), '2');
  await changes(journey, { due: /328\.00\sUSD/ });
  await journey.reads('1 included, 1 bought.');
});
