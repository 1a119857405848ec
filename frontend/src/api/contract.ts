/**
 * The API as the client sees it: the generated contract, and beside it what is agreed but not yet
 * generated. A file `pending/<feature>.d.ts` adds to the two interfaces below by declaration
 * merging; it is deleted as soon as the generated contract holds the same.
 */
import type { components, paths } from './schema';

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- grows by declaration merging
export interface PendingPaths {}
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- grows by declaration merging
export interface PendingSchemas {}

export type Paths = paths & Omit<PendingPaths, keyof paths>;
type Schemas = components['schemas'] & Omit<PendingSchemas, keyof components['schemas']>;

/** A schema of the API by its name: `Schema<'ListedEvent'>`. */
export type Schema<Name extends keyof Schemas> = Schemas[Name];

type Given<Shape, Name extends string> = Name extends keyof Shape ? Exclude<Shape[Name], undefined> : never;

/** One operation of a pending path, in the shape that the generator will give it. */
export interface Endpoint<Shape extends { path?: object; query?: object; body?: unknown; reply?: unknown }> {
  parameters: {
    path: Given<Shape, 'path'>;
    query: Given<Shape, 'query'>;
  };
  requestBody: 'body' extends keyof Shape ? { content: { 'application/json': Given<Shape, 'body'> } } : never;
  responses: {
    200: 'reply' extends keyof Shape ? { content: { 'application/json': Given<Shape, 'reply'> } } : { content?: never };
  };
}
