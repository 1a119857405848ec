/** An organizer who sells: an account to be paid on, a legal identity, an event with a price. */
import { organizer, publishedEvent } from './organizer.mjs';
import { BASE_URL, call, until } from './server.mjs';

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
  await sells(owner);
  return owner;
}

/** Connects the account of an organizer. */
export async function sells(owner) {
  await owner.ask('POST', '/api/v1/payments/account', { country: 'US', business_type: 'company' });
  const { url } = await owner.ask('POST', '/api/v1/payments/account/onboarding-links', { return_to: `/org/${owner.id}` });
  await stripe({ action: 'finish_onboarding', account: url.match(/acct_\w+/)[0] });
  await until('an account that takes charges', async () => (await owner.ask('POST', '/api/v1/payments/account/refresh')).status === 'active');
  await owner.ask('PATCH', '/api/v1/payments/settings', { legal_name: 'Olga Organizer Ltd', legal_address: '1 High Street, Springfield' }, { headers: { 'if-match': '"0"' } });
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

/** A place that is held until it is paid; with a `token` the account of the person buys. */
export async function heldPlace(event, email, { token } = {}) {
  const { data } = await call('POST', '/api/v1/registrations', { event_id: event.id, attendees: [{ email, full_name: 'Ana Kos' }] }, { token });
  return { registration: data.registrations[0], payment: data.payment };
}

/** The same, and its buyer has paid with a card. */
export async function paidPlace(event, email, who) {
  const { registration, payment } = await heldPlace(event, email, who);
  const seal = { headers: { authorization: `Seal ${payment.token}` } };
  const { data: page } = await call('POST', `/api/v1/payments/${payment.id}/checkout`, { return_to: '/' }, seal);
  await stripe({ action: 'pay', session: page.checkout_url.match(/cs_\w+/)[0], card: 'success', name: 'Ana Kos', country: 'US', postal_code: '94110' });
  await until('the payment', async () => (await call('POST', `/api/v1/payments/${payment.id}/confirm`, undefined, seal)).data.status === 'paid');
  return { registration, payment };
}
