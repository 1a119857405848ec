/** The running server as a set-up uses it: its API, the sandbox's mails and its clock. */
export const BASE_URL = process.env.ACCREDIT_URL ?? 'http://localhost:8080';

const PATIENCE_MS = 60_000;

export async function call(method, path, body, { token, cookie, once = method === 'POST', headers } = {}) {
  const response = await fetch(BASE_URL + path, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(once && { 'idempotency-key': crypto.randomUUID() }),
      ...(cookie !== undefined && { cookie }),
      origin: BASE_URL,
      ...headers,
    },
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return { data: text === '' ? undefined : JSON.parse(text), cookies: response.headers.getSetCookie() };
}

/** Asks until the answer is there; the server works by queues, so nothing sleeps for a fixed time. */
export async function until(what, ask, patience = PATIENCE_MS) {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resume) => setTimeout(resume, 250));
  }
}

/** The newest mail to an address that has a link with this path. */
export function mailWith(to, path) {
  return until(`a mail to ${to} with ${path}`, async () => {
    const response = await fetch(`${BASE_URL}/sandbox/inbox.json?to=${encodeURIComponent(to)}`);
    const { mails } = await response.json();
    const mail = mails.find(({ links }) => links.some((link) => link.includes(path)));
    return mail && { ...mail, link: mail.links.find((link) => link.includes(path)) };
  });
}

/** Moves the clock of all functions, jobs and schedules. */
export async function advance(seconds) {
  const response = await fetch(`${BASE_URL}/sandbox/clock.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance_seconds: seconds }),
  });
  return new Date((await response.json()).now);
}

export async function serverNow() {
  const response = await fetch(`${BASE_URL}/sandbox/clock.json`);
  return new Date((await response.json()).now);
}
