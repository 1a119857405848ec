import { useInfiniteQuery, type InfiniteData, type UseInfiniteQueryOptions } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { rowsOf, type PageOfRows } from '@/lib/http/pages';
import { Pager } from '@/ui/data-list';
import { ErrorState } from '@/ui/error-state';
import { SkeletonRows } from '@/ui/skeleton';

interface Props<Page extends PageOfRows<unknown>> {
  query: UseInfiniteQueryOptions<Page, Error, InfiniteData<Page>, readonly unknown[], string | undefined>;
  empty: ReactNode;
  children: (rows: Page['data']) => ReactNode;
}

/** A list with its three states and "Show more". */
export function Rows<Page extends PageOfRows<unknown>>({ query, empty, children }: Props<Page>) {
  const list = useInfiniteQuery(query);
  const rows: Page['data'] = rowsOf(list.data);
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <SkeletonRows />;
  if (rows.length === 0) return empty;
  return (
    <>
      {children(rows)}
      <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
    </>
  );
}
