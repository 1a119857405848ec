import { http as msw, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { http } from './client';
import { ProblemError } from './problem';
import { session } from '@/lib/session/store';
import { loginOf, me } from '@/test/fixtures';
import { answer, refuse, server } from '@/test/server';

const ME = '/api/v1/accounts/me';
const TOTALS = '/api/v1/cpd/entries/totals';
const REFRESH = '/api/v1/logins/refresh';
const login = (token: string) => loginOf(me(), token);

/** Answers only this token; all others are 401. */
function acceptOnly(token: string): { refused: number } {
  const seen = { refused: 0 };
  server.use(
    msw.get(`*${ME}`, ({ request }) => {
      if (request.headers.get('authorization') === `Bearer ${token}`) return HttpResponse.json({ id: 'u1' });
      seen.refused += 1;
      return HttpResponse.json({ type: '/problems/x', title: 'x', status: 401, code: 'unauthenticated' }, { status: 401 });
    }),
  );
  return seen;
}

/** UX section 2.6: one silent refresh shared by all requests. */
test('several refused requests share one silent refresh and then go on', async () => {
  session.signedIn(login('old'));
  const seen = acceptOnly('new');
  const refreshed = answer('post', REFRESH, login('new'));
  const answers = await Promise.all([http.get(ME), http.get(ME), http.get(ME)]);
  expect(answers).toEqual([{ id: 'u1' }, { id: 'u1' }, { id: 'u1' }]);
  expect(seen.refused).toBe(3);
  expect(refreshed).toHaveLength(1);
});

/** UX-12 */
test('each organization has a token of its own', async () => {
  session.signedIn(login('mine'));
  const asked = answer('post', REFRESH, login('theirs'));
  const seen = answer('get', ME, me());
  await http.get(ME, { as: { org: 'o1' } });
  await http.get(ME, { as: { org: 'o1' } });
  await http.get(ME);
  expect(asked.map(({ body }) => body)).toEqual([{ organization_id: 'o1' }]);
  expect(seen.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer theirs', 'Bearer theirs', 'Bearer mine']);
});

test('a login that has ended waits for a new sign-in and then goes on', async () => {
  session.signedIn(login('old'));
  acceptOnly('again');
  refuse('post', REFRESH, { status: 401, code: 'login-ended' });
  const waiting = http.get(ME);
  await expect.poll(() => session.state()).toBe('ended');
  session.signedIn(login('again'));
  await expect(waiting).resolves.toEqual({ id: 'u1' });
});

/** UX section 2.6: too many reloads are no reason to say that somebody is signed out. */
test('a session that cannot be renewed just now is told as what it is, and public pages go on', async () => {
  session.signedIn(login('old'));
  acceptOnly('new');
  refuse('post', REFRESH, { status: 429, code: 'rate-limited', retryAfter: 7 });
  await expect(http.get(ME)).rejects.toMatchObject({ status: 429, retryAfter: 7 });
  expect(session.state()).toBe('in');
  const open = answer('get', TOTALS, { seconds: 0, totals: [] });
  await http.get(TOTALS);
  expect(open[0]?.headers.get('authorization')).toBeNull();
});

test('nobody signed in means no token, and the refusal is thrown', async () => {
  acceptOnly('none');
  await expect(http.get(ME)).rejects.toMatchObject({ status: 401, code: 'unauthenticated' });
});

test('the holder of a personal link sends its seal', async () => {
  const seen = answer('get', ME, me());
  await http.get(ME, { as: { seal: 'k.id.mac' } });
  expect(seen[0]?.headers.get('authorization')).toBe('Seal k.id.mac');
});

test('a write carries the key of its intent and the version that it changes', async () => {
  const seen = answer('post', '/api/v1/certificates/verify-file', { result: 'unknown', code: null });
  await http.post('/api/v1/certificates/verify-file', { as: 'anyone', body: { sha256: 'x' }, once: 'key-1', ifMatch: '"3"' });
  expect(seen[0]?.headers.get('idempotency-key')).toBe('key-1');
  expect(seen[0]?.headers.get('if-match')).toBe('"3"');
  expect(seen[0]?.body).toEqual({ sha256: 'x' });
});

test('a problem keeps its code, its fields and how long to wait', async () => {
  const errors = [{ pointer: '/title', code: 'too-long', detail: 'At most 200' }];
  refuse('get', ME, { status: 429, code: 'rate-limited', errors, retryAfter: 7 });
  const problem: unknown = await http.get(ME, { as: 'anyone' }).catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(ProblemError);
  expect(problem).toMatchObject({ status: 429, code: 'rate-limited', errors, retryAfter: 7, requestId: 'req_1' });
});

test('an answer that is no problem, and no answer at all, are told apart', async () => {
  server.use(msw.get(`*${ME}`, () => new HttpResponse('<h1>Bad gateway</h1>', { status: 502 }), { once: true }));
  await expect(http.get(ME, { as: 'anyone' })).rejects.toMatchObject({ status: 502, code: 'unknown', offline: false });
  server.use(msw.get(`*${ME}`, () => HttpResponse.error()));
  await expect(http.get(ME, { as: 'anyone' })).rejects.toMatchObject({ status: 0, code: 'offline', offline: true });
});

/** UX-42 */
test('a request that the starter has begun is not sent again, and is used once', async () => {
  const [early, late] = [{ seconds: 0, totals: [] }, { seconds: 3600, totals: [{ credit_type: 'Contact hour', unit: 'hours', credits: 1000, credits_text: '1.0', entries: 1 }] }];
  const seen = answer('get', TOTALS, late);
  globalThis.window.accreditFirst = { url: TOTALS, answer: Promise.resolve(Response.json(early)) };
  const ask = () => http.get(TOTALS, { as: 'anyone' });
  expect(await ask()).toEqual(early);
  expect(seen).toHaveLength(0);
  expect(await ask()).toEqual(late);
});

/** PR-25: a personal link leads a browser on, and would lead a fetch to another origin. */
test('asks for JSON, so that a personal link answers what to show', async () => {
  const asked = answer('get', ME, me());
  await http.get(ME);
  expect(asked[0]?.headers.get('accept')).toBe('application/json');
});
