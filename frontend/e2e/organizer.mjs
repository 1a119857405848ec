/** Sets the scene through the API, so that a journey's own screens are not its set-up. */
import { call, mailWith, serverNow, until } from './server.mjs';

let last = 0;

/** An address that no other run has used. */
export function address(name) {
  last += 1;
  return `${name}+${Date.now().toString(36)}${last}@example.org`;
}

/** An organizer with an organization of their own. */
export async function organizer() {
  const email = address('orga');
  await call('POST', '/api/v1/auth/sign-up', {
    email, full_name: 'Olga Organizer', intent: 'organizer', terms_version: '2026-11', locale: 'en', time_zone: 'Europe/Zurich',
  });
  const { link } = await mailWith(email, '/link/sign-up#');
  const { data: login, cookies } = await call('POST', '/api/v1/auth/sign-up/complete', { token: new URL(link).hash.slice(1), remember: true });
  const { data: me } = await call('GET', '/api/v1/accounts/me', undefined, { token: login.access_token });
  const id = me.memberships[0].organization_id;
  const session = { id, cookies };
  await refresh(session);
  // Publishing takes a plan; a trial asks for no card.
  await call('POST', '/api/v1/billing/trials', { plan: 'organizer' }, { token: session.token });
  return { email, id, ask: (method, path, body, options) => asOrganizer(session, method, path, body, options) };
}

/** Tokens live ten minutes by the clock that the journeys move: an expired one is renewed once. */
async function asOrganizer(session, method, path, body, options) {
  try {
    return (await call(method, path, body, { ...options, token: session.token })).data;
  } catch (error) {
    if (!error.message.includes('token-expired')) throw error;
    await refresh(session);
    return (await call(method, path, body, { ...options, token: session.token })).data;
  }
}

async function refresh(session) {
  const cookie = session.cookies.map((one) => one.split(';')[0]).join('; ');
  const { data, cookies } = await call('POST', '/api/v1/logins/refresh', { organization_id: session.id }, { cookie });
  session.token = data.access_token;
  if (cookies.length > 0) session.cookies = cookies;
}

const local = (at) => at.toISOString().slice(0, 16);

/** A published online event of one hour, some minutes from now. */
export async function publishedEvent(owner, { title = 'Wound care today', startsInMinutes = 60 * 24, credit = false, ...more } = {}) {
  const start = new Date((await serverNow()).getTime() + startsInMinutes * 60_000);
  const event = await owner.ask('POST', '/api/v1/events', {
    title,
    summary: 'What changed in the last two years.',
    local_start: local(start),
    time_zone: 'UTC',
    join: { kind: 'link', online_url: 'https://meet.example.org/room' },
    visibility: 'public',
    ...more,
  });
  if (credit) await designate(owner, event);
  await owner.ask('POST', `/api/v1/events/${event.id}/publish`);
  const { data: sessions } = await owner.ask('GET', `/api/v1/events/${event.id}/sessions`);
  return { ...event, sessions };
}

async function designate(owner, event) {
  const { data: types } = await owner.ask('GET', '/api/v1/cpd/credit-types');
  // Its rules ask nothing of people but to be there; those of others want a number of theirs first.
  const type = types.find(({ body, rule_sets: rules }) => body === 'RCP' && rules.length > 0);
  await owner.ask('POST', '/api/v1/cpd/designations', { offering: `event-${event.id}`, credit_type_id: type.id, status: 'approved' });
}

/** A guest's confirmed place; the token opens `/r/…`. */
export async function guest(event, name = 'Łukasz Żółć') {
  const email = address('guest');
  const { data } = await call('POST', '/api/v1/registrations', { event_id: event.id, attendees: [{ email, full_name: name }], time_zone: 'Europe/Zurich' });
  return { email, name, ...data.registrations[0] };
}

/** Everybody was there from start to end, by roll call. */
export async function wasThere(owner, event, registration) {
  await owner.ask('POST', '/api/v1/attendance/roll-call', {
    session_id: event.sessions[0].id,
    marks: [{ registration_id: registration.id, mark: 'present' }],
  });
}

/** Ended by its organizer, rather than by the schedule that looks every few minutes. */
export async function completed(owner, event) {
  for (const step of ['start', 'complete']) await owner.ask('POST', `/api/v1/events/${event.id}/${step}`).catch(() => undefined);
  await until('the end of the event', async () => (await owner.ask('GET', `/api/v1/events/${event.id}`)).status === 'completed');
}

const followed = new Set();

/** A browser of the organizer's own, signed in by a mailed link: a login shared with `ask` would be renewed by two. */
export async function signsIn(journey, owner) {
  await call('POST', '/api/v1/auth/sign-in-link', { email: owner.email });
  const link = await until('a fresh link', async () => {
    const { link: newest } = await mailWith(owner.email, '/link/sign-in#');
    return followed.has(newest) ? null : newest;
  });
  followed.add(link);
  await journey.page.goto(link);
  await journey.page.getByRole('button', { name: 'Sign me in' }).click();
  await journey.page.waitForURL((url) => !url.pathname.startsWith('/link/'));
}

/** Certificates of an event wait for a press. */
export async function issuesByHand(owner, event) {
  const path = `/api/v1/certificates/settings/event-${event.id}`;
  const settings = await owner.ask('GET', path);
  await owner.ask('PUT', path, { ...settings, auto_issue: false }, { headers: { 'if-match': '"0"' } });
}

/** A report of the meeting as a file: who was there, under which name, for how many minutes. */
export async function reports(owner, event, rows) {
  const start = new Date(event.sessions[0].starts_at);
  const clock = (minutes) => new Date(start.getTime() + minutes * 60_000).toISOString().slice(0, 16).replace('T', ' ');
  const lines = rows.map(({ name, email = '', minutes }) => `${name},${email},${clock(0)},${clock(minutes)}`);
  const file = ['Name (original name),Email,Join time,Leave time', ...lines, ''].join('\n');
  const { id } = await owner.ask('POST', `/api/v1/attendance/imports?event_id=${event.id}&time_zone=UTC`, file, { headers: { 'content-type': 'text/csv' } });
  await owner.ask('POST', `/api/v1/attendance/imports/${id}/commit`);
}
