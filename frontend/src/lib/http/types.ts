/** Turns the contract's operations into what `http` takes and gives. */
import type { Paths } from '@/api/contract';

export type Method = 'get' | 'put' | 'post' | 'patch' | 'delete';

/** Who asks: nobody, the signed-in person, that person in one organization, or a link's holder. */
export type Caller = 'anyone' | 'me' | { org: string } | { seal: string };

interface AnyOperation {
  parameters?: unknown;
  requestBody?: unknown;
  responses: unknown;
}

export type PathsWith<M extends Method> = {
  [P in keyof Paths]: Paths[P] extends Record<M, AnyOperation> ? P : never;
}[keyof Paths] &
  string;

export type Operation<P, M extends Method> = P extends keyof Paths
  ? Paths[P] extends Record<M, infer O>
    ? O
    : never
  : never;

type Part<O, Name extends 'path' | 'query'> = O extends { parameters: infer All }
  ? All extends { [K in Name]?: infer Value }
    ? Exclude<Value, undefined>
    : never
  : never;

type Content<T> = T extends { content: infer Media }
  ? Media extends { 'application/json': infer Json }
    ? Json
    : Blob | FormData | string
  : never;

export type BodyOf<O> = O extends { requestBody?: infer Body } ? Content<Exclude<Body, undefined>> : never;

type Success = 200 | 201 | 202 | 203 | 204;
type Reply<T> = T extends { content: { 'application/json': infer Json } }
  ? Json
  : T extends { content: { 'text/csv': infer Text } }
    ? Text
    : undefined;

export type ReplyOf<O> = O extends { responses: infer All }
  ? { [Status in keyof All & Success]: Reply<All[Status]> }[keyof All & Success]
  : never;

type Given<Name extends string, Value> = [Value] extends [never]
  ? { [K in Name]?: undefined }
  : Partial<Value> extends Value
    ? { [K in Name]?: Value }
    : { [K in Name]: Value };

interface Always {
  as?: Caller;
  signal?: AbortSignal;
  /** One key per intent makes a repeated write one write (UX-20). */
  once?: string;
  /** The version that is edited; a lost update is answered 412. */
  ifMatch?: string;
  parse?: 'json' | 'text' | 'blob';
}

export type Options<O> = Always &
  Given<'path', Part<O, 'path'>> &
  Given<'query', Part<O, 'query'>> &
  ([BodyOf<O>] extends [never] ? { body?: undefined } : { body: BodyOf<O> });

/** No second argument is needed where nothing is required. */
export type Arguments<O> = Partial<Options<O>> extends Options<O> ? [options?: Options<O>] : [options: Options<O>];
