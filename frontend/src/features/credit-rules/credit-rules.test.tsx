import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aBody, aDesignation, aRuleSet, aType, EVENT } from './fixtures';
import { anEvent, me, ORG_ID } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const CREDIT = `/org/${ORG_ID}/credit`;
const RULES = '/api/v1/cpd/rule-sets';
const own = aRuleSet({ own: true, status: 'draft', note: null, body: 'APS', code: 'hours' });

function openRule(set = aRuleSet()) {
  answer('get', `${RULES}/${set.id}`, set);
  answer('get', RULES, { data: [set, aRuleSet({ id: 'older', number: 0, status: 'retired' })] });
  answer('get', '/api/v1/cpd/bodies', { data: [aBody(), aBody({ id: 'own', own: true, name: 'Alpine Pathology Society' })] });
  return openApp(`${CREDIT}/rules/${set.id}`, { me: me() });
}

test('body and state are asked of the server and stand in the address', async () => {
  answer('get', '/api/v1/cpd/bodies', { data: [aBody()] });
  const asked = answer('get', RULES, { data: [aRuleSet()] });
  const { user, address } = openApp(CREDIT, { me: me() });
  await user.selectOptions(await screen.findByRole('combobox', { name: 'State' }), 'Published');
  expect(address()).toBe(`${CREDIT}?status=published`);
  await expect.poll(() => asked.at(-1)?.url.searchParams.get('status')).toBe('published');
  const link = (await screen.findAllByRole('link', { name: 'plain-hour, version 1' }))[0];
  expect(link).toHaveAttribute('href', `${CREDIT}/rules/${aRuleSet().id}`);
});

/** CR-1: the catalogue is copied, never edited */
test('rules of the catalogue are read, with what is not confirmed and their source', async () => {
  openRule();
  expect(await screen.findByRole('heading', { level: 1, name: 'RCP: plain-hour' })).toBeVisible();
  expect(screen.getByText('The step is not stated.')).toBeVisible();
  expect(screen.getByText('Presence, Feedback given')).toBeVisible();
  expect(screen.getByRole('link', { name: /CPD guidance/ })).toHaveAttribute('href', 'https://rcp.example/cpd');
  expect(screen.queryByRole('button', { name: 'Save draft' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Publish' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Copy' })).toBeVisible();
});

/** CR-3, CR-4 */
test('the calculator shows each step in words and what it gives', async () => {
  const asked = answer('post', `${RULES}/${aRuleSet().id}/try`, {
    credits: 2000,
    credits_text: '2',
    derivation: '',
    steps: [
      { step: 'take', counted_seconds: 6240, scheduled_seconds: 7200, sessions: 1, taught_seconds: 0 },
      { step: 'present', rule: 'pro_rata', needed_percent: 80, per_mille: 866, seconds: 6240 },
      { step: 'convert', unit_seconds: 3000, exact: { numerator: 2080, denominator: 1 } },
      { step: 'round', increment: 200, rounding: 'down', credits: 2000 },
      { step: 'ceiling', by: 'designation', at: 2400, credits: 2000 },
    ],
  });
  const { user } = openRule();
  const present = await screen.findByRole('textbox', { name: 'Present' });
  await user.clear(present);
  await user.type(present, '104');
  await user.type(screen.getByRole('textbox', { name: /At most designated/ }), '2.4');
  await user.click(screen.getByRole('button', { name: 'Compute' }));
  expect(await screen.findByText('104 of 120 min')).toBeVisible();
  for (const step of ['86.6 % present, 80 % needed', '50-min unit: 2.08', 'fifths, rounded down: 2', 'at most 2.4 designated: 2']) expect(screen.getByText(step)).toBeVisible();
  expect(asked[0]?.body).toMatchObject({ counted_seconds: 6240, scheduled_seconds: 3600, max_credits: 2400 });
});

test('a draft is saved whole: what the form does not show is kept', async () => {
  const set = { ...own, parameters: { ...own.parameters, report_layout: 'pars', claim_reminders: [7] } };
  const sent = answer('patch', `${RULES}/${own.id}`, set);
  const { user } = openRule(set);
  const step = await screen.findByRole('textbox', { name: 'Step' });
  await user.clear(step);
  await user.type(step, '0.5');
  await user.click(screen.getByRole('checkbox', { name: 'Own statement' }));
  await user.click(screen.getByRole('button', { name: 'Save draft' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toMatchObject({
    effective_from: '2020-01-01',
    source: { title: 'CPD guidance' },
    parameters: { unit_seconds: 3600, increment: 500, gates: ['presence', 'feedback', 'attestation'], report_layout: 'pars', claim_reminders: [7], vectors: [{ minutes: 60, credits: 1000 }] },
  });
});

test('a value out of its range is said at its field before anybody is asked', async () => {
  const { user } = openRule(own);
  const unit = await screen.findByRole('textbox', { name: /Length of one credit/ });
  await user.clear(unit);
  await user.type(unit, '5');
  await user.click(screen.getByRole('button', { name: 'Save draft' }));
  await waitFor(() => expect(unit).toHaveAccessibleDescription(/Between 10 and 600/));
});

/** CR-1 */
test('publishing says that it is for ever, and the server’s refusal stays in the dialog', async () => {
  refuse('post', `${RULES}/${own.id}/publish`, { status: 422, code: 'vectors-fail', detail: 'These rules give 0.75 for 50 minutes, which is not what their own table says.' });
  const { user } = openRule(own);
  await user.click(await screen.findByRole('button', { name: 'Publish' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Publish hours, version 1?' }));
  expect(dialog.getByText(/these rules never change/)).toBeVisible();
  await user.click(dialog.getByRole('button', { name: 'Publish' }));
  expect(await dialog.findByText(/0.75 for 50 minutes/)).toBeVisible();
});

test('a copy goes to a body of one’s own and is opened', async () => {
  const made = answer('post', `${RULES}/${aRuleSet().id}/copy`, { ...own, id: 'made' });
  answer('get', `${RULES}/made`, { ...own, id: 'made' });
  const { user, address } = openRule();
  await user.click(await screen.findByRole('button', { name: 'Copy' }));
  await user.click(await screen.findByRole('button', { name: 'Make the draft' }));
  await waitFor(() => expect(made[0]?.body).toEqual({ body_id: 'own', code: 'plain-hour' }));
  await waitFor(() => expect(address()).toBe(`${CREDIT}/rules/made`));
});

test('a body of one’s own is added, and gets a credit type', async () => {
  answer('get', '/api/v1/cpd/bodies', { data: [aBody(), aBody({ id: 'own', own: true, name: 'Alpine Pathology Society', short_name: 'APS' })] });
  answer('get', '/api/v1/cpd/credit-types', { data: [aType()] });
  const made = answer('post', '/api/v1/cpd/credit-types', aType({ own: true }));
  const { user } = openApp(`${CREDIT}/bodies`, { me: me() });
  const panel = within(await screen.findByRole('region', { name: 'Alpine Pathology Society' }));
  await user.click(panel.getByRole('button', { name: 'Add a credit type' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Add a credit type' }));
  await user.type(dialog.getByRole('textbox', { name: 'Name' }), 'CPD');
  await user.type(dialog.getByRole('textbox', { name: 'Key' }), 'cpd');
  await user.type(dialog.getByRole('textbox', { name: 'One of it' }), 'CPD hour');
  await user.type(dialog.getByRole('textbox', { name: 'Several of it' }), 'CPD hours');
  await user.click(dialog.getByRole('button', { name: 'Add a credit type' }));
  await waitFor(() => expect(made[0]?.body).toEqual({ body_id: 'own', name: 'CPD', code: 'cpd', unit_one: 'CPD hour', unit_many: 'CPD hours', mark: null }));
});

/** CR-8 */
test('a designation goes on to approved with the number of the body', async () => {
  answer('get', '/api/v1/events', { data: [], next_cursor: null });
  answer('get', `/api/v1/events/${EVENT}`, anEvent({ id: EVENT }));
  answer('get', '/api/v1/cpd/designations', { data: [aDesignation()] });
  const sent = answer('patch', `/api/v1/cpd/designations/${aDesignation().id}`, aDesignation({ status: 'approved' }));
  const { user } = openApp(`${CREDIT}/designations?event=${EVENT}`, { me: me() });
  expect((await screen.findAllByText('Applied for'))[0]).toBeInTheDocument();
  await user.click((await screen.findAllByRole('button', { name: 'Change: External CPD' }))[0] as HTMLElement);
  const dialog = within(await screen.findByRole('dialog', { name: 'Change: External CPD' }));
  await user.click(dialog.getByRole('radio', { name: /^Approved/ }));
  await user.type(dialog.getByRole('textbox', { name: /Number/ }), 'RCP-158123');
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ status: 'approved', approval_number: 'RCP-158123', valid_from: null, valid_to: null, wording: null }));
});
