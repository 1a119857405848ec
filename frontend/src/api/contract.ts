/** The API as the client sees it: what `npm run api` generates from the functions' contracts. */
import type { components, paths } from './schema';

export type Paths = paths;

/** A schema of the API by its name: `Schema<'ListedEvent'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];
