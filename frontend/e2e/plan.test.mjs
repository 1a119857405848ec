import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atEveryWidth } from './journey.mjs';
import { address } from './organizer.mjs';
import { call, mailWith, until } from './server.mjs';

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

const amountIn = (text) => text.replace(/\s/g, ' ').match(/[\d,]+\.\d\d USD/)?.[0];

atEveryWidth(test, 'a plan is tried, paid, enlarged to the cent, cancelled and kept after all', async (journey) => {
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

  // The trial goes on until its end; what is bought follows it.
  await journey.presses('Choose a plan');
  await journey.presses('Go to payment');
  await pays(journey, /^Subscribe/);
  await journey.reads('Organizer is yours');
  await page.getByRole('button', { name: 'Close' }).click();

  await journey.presses('Change plan');
  await page.locator('label', { hasText: 'Organization' }).click();
  await journey.presses('See what it costs');
  const due = await page.getByRole('button', { name: /^Change and pay|^Change the plan$/ }).textContent();
  await journey.looksClean();
  await journey.presses(/^Change and pay|^Change the plan$/);
  await page.getByText('Organization is yours.').first().waitFor();
  const shown = amountIn(due);
  if (shown !== undefined) await journey.reads(new RegExp(shown.replace(/[.]/g, '\\.').replace(' ', '\\s')));

  await journey.presses('Add a seat');
  assert.equal(await page.getByLabel('Seats together').inputValue(), '2');
  await journey.presses('See what it costs');
  await journey.presses(/^Change and pay|^Change the plan$/);
  await journey.reads('1 included, 1 bought.');

  await journey.presses('Cancel the plan');
  await page.getByRole('radio', { name: 'We do not use it enough' }).click();
  await journey.looksClean();
  await journey.presses('Cancel at the end of the period');
  await journey.reads(/^It ends on .* you can take it back\.$/);
  await journey.presses('Keep the plan after all');
  await until('the plan to go on', () => page.getByRole('button', { name: 'Cancel the plan' }).isVisible());
  await journey.looksClean();
});
