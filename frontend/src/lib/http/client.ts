/**
 * The only place that sends requests. Typed by the contract, throws `ProblemError`, adds the
 * caller's token, and after a 401 asks once for a new one (shared by all requests).
 */
import createClient from 'openapi-fetch';
import { proof } from '@/lib/session/proof';
import { session } from '@/lib/session/store';
import { startedEarly } from './first-request';
import { ProblemError } from './problem';
import type { Arguments, Caller, Method, Operation, PathsWith, ReplyOf } from './types';

const TIMEOUT_MS = 20_000;
// Some megabytes over a line of a megabit a second.
const UPLOAD_TIMEOUT_MS = 55_000;

interface Loose {
  as?: Caller;
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
  once?: string;
  ifMatch?: string;
  parse?: 'json' | 'text' | 'blob';
}

interface Answer {
  data: unknown;
  etag: string | null;
}

// `fetch` is looked up at each call, since tests replace it.
const client = createClient<Record<string, Record<Method, object>>>({
  baseUrl: globalThis.location.origin,
  fetch: (request: Request) => startedEarly(request) ?? globalThis.fetch(request),
});

async function send(method: Method, path: string, options: Loose = {}): Promise<Answer> {
  const caller = options.as ?? 'me';
  const token = await credential(caller);
  const first = await attempt(method, path, options, token);
  if (first.response.status !== 401 || !isSession(caller)) return answer(first);
  if (needsProof(first.error)) return (await proof.ask()) ? send(method, path, options) : answer(first);
  const renewed = await session.renew(organizationOf(caller), token);
  if (renewed === null) return answer(first);
  return answer(await attempt(method, path, options, `Bearer ${renewed}`));
}

async function credential(caller: Caller): Promise<string | null> {
  if (caller === 'anyone') return null;
  if (typeof caller === 'object' && 'seal' in caller) return `Seal ${caller.seal}`;
  // What anybody may see is shown without; where it is needed, the 401 asks again and tells why not.
  const token = await session.token(organizationOf(caller)).catch(() => null);
  return token === null ? null : `Bearer ${token}`;
}

// RFC 9470: signed in, but the proof of it is too old for this act.
function needsProof(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'reauthentication-required';
}

function isSession(caller: Caller): boolean {
  return caller === 'me' || (typeof caller === 'object' && 'org' in caller);
}

function organizationOf(caller: Caller): string | undefined {
  return typeof caller === 'object' && 'org' in caller ? caller.org : undefined;
}

async function attempt(method: Method, path: string, options: Loose, authorization: string | null) {
  const limit = AbortSignal.timeout(options.body instanceof FormData ? UPLOAD_TIMEOUT_MS : TIMEOUT_MS);
  const raw = options.body instanceof Blob || options.body instanceof FormData || typeof options.body === 'string';
  try {
    return await client.request(method, path, {
      params: { path: options.path, query: options.query },
      body: options.body,
      ...(raw && { bodySerializer: (body: unknown) => body as BodyInit }),
      headers: headers(options, authorization),
      parseAs: options.parse ?? 'json',
      signal: options.signal ? AbortSignal.any([options.signal, limit]) : limit,
    } as never);
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw ProblemError.ofNetwork(cause);
  }
}

function headers({ body, once, ifMatch, parse = 'json' }: Loose, authorization: string | null): Record<string, string> {
  return {
    // A personal link answers a browser with a redirect, and the app with what it wants to show.
    ...(parse === 'json' && { accept: 'application/json' }),
    ...(authorization !== null && { authorization }),
    ...(once !== undefined && { 'idempotency-key': once }),
    ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    ...(body instanceof Blob && { 'content-type': body.type || 'application/octet-stream' }),
  };
}

function answer({ data, error, response }: { data?: unknown; error?: unknown; response: Response }): Answer {
  if (!response.ok) throw ProblemError.ofResponse(response, error);
  return { data, etag: response.headers.get('etag') };
}

function verb<M extends Method>(method: M) {
  return async <P extends PathsWith<M>>(
    path: P,
    ...[options]: Arguments<Operation<P, M>>
  ): Promise<ReplyOf<Operation<P, M>>> => {
    const { data } = await send(method, path, options);
    return data as ReplyOf<Operation<P, M>>;
  };
}

export const http = {
  get: verb('get'),
  put: verb('put'),
  post: verb('post'),
  patch: verb('patch'),
  delete: verb('delete'),
  /** As `get`, with the version to send back in `ifMatch`. */
  async getTagged<P extends PathsWith<'get'>>(
    path: P,
    ...[options]: Arguments<Operation<P, 'get'>>
  ): Promise<{ data: ReplyOf<Operation<P, 'get'>>; etag: string }> {
    const { data, etag } = await send('get', path, options);
    return { data: data as ReplyOf<Operation<P, 'get'>>, etag: etag ?? '' };
  },
};
