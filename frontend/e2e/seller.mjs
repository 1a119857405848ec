/** An organizer who sells: an account to be paid on, a legal identity, an event with a price. */
import { organizer, publishedEvent } from './organizer.mjs';
import { BASE_URL, until } from './server.mjs';

/** Makes happen what only a bank or the vendor decides. */
export async function stripe(action) {
  const response = await fetch(`${BASE_URL}/sandbox/stripe/control.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(action),
  });
  if (!response.ok) throw new Error(`${action.action}: ${response.status} ${await response.text()}`);
  return response.json();
}

export async function seller() {
  const owner = await organizer();
  await owner.ask('POST', '/api/v1/payments/account', { country: 'US', business_type: 'company' });
  const { url } = await owner.ask('POST', '/api/v1/payments/account/onboarding-links', { return_to: `/org/${owner.id}` });
  await stripe({ action: 'finish_onboarding', account: url.match(/acct_\w+/)[0] });
  await until('an account that takes charges', async () => (await owner.ask('POST', '/api/v1/payments/account/refresh')).status === 'active');
  await owner.ask('PATCH', '/api/v1/payments/settings', { legal_name: 'Olga Organizer Ltd', legal_address: '1 High Street, Springfield' }, { headers: { 'if-match': '"0"' } });
  return owner;
}

/** A published event whose one ticket costs 19.99 USD; fees come on top. */
export async function pricedEvent(owner, more) {
  const event = await publishedEvent(owner, more);
  const { data: [ticket] } = await owner.ask('GET', `/api/v1/events/${event.id}/tickets`);
  await owner.ask(
    'PATCH', `/api/v1/events/${event.id}/tickets/${ticket.id}`,
    { prices: [{ price: { amount: 1999, currency: 'USD' } }] }, { headers: { 'if-match': `"${ticket.version}"` } },
  );
  return { ...event, ticket };
}

/** A third off, which makes the 16.46 USD of the golden values. */
export async function promoCode(owner, code) {
  await owner.ask('POST', '/api/v1/promo-codes', { code, rules: { kind: 'percent', percent_bp: 3300, scope: 'all' } });
  return code;
}
