import { http, HttpResponse, type JsonBodyType } from 'msw';
import { setupServer } from 'msw/node';
import type { Schema } from '@/api/contract';
import type { FieldProblem } from '@/lib/http/problem';

/** The network of every test; a request without an answer fails the test. */
export const server = setupServer();

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

interface Refusal {
  status: number;
  code: string;
  detail?: string;
  errors?: FieldProblem[];
  retryAfter?: number;
}

/** Answers with a problem, as `web` writes it. */
export function refuse(method: Method, path: string, { status, code, detail, errors, retryAfter }: Refusal): void {
  const headers = { 'content-type': 'application/problem+json', ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }) };
  server.use(
    http[method](`*${path}`, () =>
      HttpResponse.json({ type: `/problems/${code}`, title: code, status, code, detail, errors, instance: 'req_1' }, { status, headers }),
    ),
  );
}

/** Somebody is signed in, with these rights in one organization. */
export function signIn(me: Schema<'Me'>): void {
  const login = { access_token: 'token', token_type: 'Bearer', expires_in: 600, user: { id: me.id, full_name: me.full_name } };
  answer('post', '/api/v1/logins/refresh', login);
  answer('get', '/api/v1/accounts/me', me);
}
