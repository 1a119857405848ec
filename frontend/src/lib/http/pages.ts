/** Keyset pages as the API gives them: rows with a cursor for the next page, or none. */
import { infiniteQueryOptions, type InfiniteData, type QueryKey } from '@tanstack/react-query';

export interface PageOfRows<Row> {
  data: Row[];
  next_cursor?: string | null;
}

/**
 * Query options of a list with "Show more":
 * `pagesOf([...events.all, filter], ({ cursor, signal }) => http.get(…, { query: { ...filter, cursor } }))`.
 */
export function pagesOf<Row, Page extends PageOfRows<Row>>(
  queryKey: QueryKey,
  load: (at: { cursor: string | undefined; signal: AbortSignal }) => Promise<Page>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => load({ cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page) => page.next_cursor ?? undefined,
  });
}

export function rowsOf<Row>(data: InfiniteData<PageOfRows<Row>> | undefined): Row[] {
  return data?.pages.flatMap((page) => page.data) ?? [];
}
