import type { QueryClient, QueryKey, QueryExecuteOptions } from '@tanstack/react-query';

/** Starts a query early; the page itself shows what it answers, also a failure. */
export function prefetchWith<Data, Key extends QueryKey>(
  client: QueryClient,
  options: QueryExecuteOptions<Data, Error, Data, Data, Key>,
): void {
  client.query(options).catch(() => undefined);
}
