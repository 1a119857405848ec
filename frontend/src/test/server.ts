import { http, HttpResponse, type JsonBodyType } from 'msw';
import { setupServer } from 'msw/node';
import { aSubscription, loginOf } from './fixtures';
import { brokenPromises } from './promised';
import type { Schema } from '@/api/contract';
import type { FieldProblem } from '@/lib/http/problem';

/**
 * The network of every test; a request without an answer fails the test. Only the plan is answered
 * from the start, since the banner above every page of an organization asks for it.
 */
export const server = setupServer(http.get('*/api/v1/billing/subscription', () => HttpResponse.json(aSubscription())));

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface Seen {
  url: URL;
  body: unknown;
  headers: Headers;
}

/**
 * `const seen = answer('get', '/api/v1/events', { data: [] })`: answers with 200 and collects
 * what was asked. A number answers with that status and no body.
 */
export function answer(method: Method, path: string, body: JsonBodyType | number): Seen[] {
  if (typeof body !== 'number') keepPromise(method, path, body);
  const seen: Seen[] = [];
  server.use(
    http[method](`*${path}`, async ({ request }) => {
      const text = await request.text();
      const json = request.headers.get('content-type')?.includes('json') && text !== '';
      seen.push({ url: new URL(request.url), body: json ? JSON.parse(text) : text, headers: request.headers });
      return typeof body === 'number' ? new HttpResponse(null, { status: body }) : HttpResponse.json(body);
    }),
  );
  return seen;
}

function keepPromise(method: Method, path: string, body: JsonBodyType): void {
  const broken = brokenPromises(method, path, body);
  if (broken.length > 0) throw new Error(`The answer to ${method.toUpperCase()} ${path} is none of the contract:\n${broken.join('\n')}`);
}

interface Refusal {
  status: number;
  code: string;
  detail?: string;
  errors?: FieldProblem[];
  retryAfter?: number;
}

/** Answers with a problem, as `web` writes it; `once` leaves the answers to come to what was said before. */
export function refuse(method: Method, path: string, { status, code, detail, errors, retryAfter }: Refusal, { once = false } = {}): void {
  const headers = { 'content-type': 'application/problem+json', ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }) };
  server.use(
    http[method](`*${path}`, () =>
      HttpResponse.json({ type: `/problems/${code}`, title: code, status, code, detail, errors, instance: 'req_1' }, { status, headers }),
      { once },
    ),
  );
}

/** Somebody is signed in, with these rights in one organization. */
export function signIn(me: Schema<'Me'>): void {
  answer('post', '/api/v1/logins/refresh', loginOf(me));
  answer('get', '/api/v1/accounts/me', me);
}
