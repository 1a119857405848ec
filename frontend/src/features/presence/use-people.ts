import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { everyMs, presence, type Person } from './api';
import { useDesk } from './use-desk';
import { among, filterOf, isOfEverybody, isView, type Shown } from './views';
import { rowsOf } from '@/lib/http/pages';

export interface People {
  /** None while the first answer is on its way. */
  rows: Person[] | undefined;
  error: Error | null;
  retry: () => void;
  /** When it was asked last. */
  asOf: number;
  more?: { hasMore: boolean; busy: boolean; failed: boolean; load: () => void };
}

/** The people of a filter, asked again while the event is live and for a while after `soonMs` was asked for. */
export function usePeople(shown: Shown, soonMs: number | false): People {
  const { org, eventId, event } = useDesk();
  const asked = useDeferredValue(shown);
  const view = isView(asked.status) ? asked.status : 'all';
  const whole = isOfEverybody(view);
  const refetchInterval = soonMs === false ? everyMs(event) : soonMs;
  const pages = useInfiniteQuery({
    ...presence.list(org.id, eventId, filterOf(asked)),
    enabled: !whole,
    placeholderData: (before) => before,
    refetchInterval,
  });
  const everybody = useQuery({ ...presence.everybody(org.id, eventId), enabled: whole, refetchInterval });
  if (whole) {
    const { data, error, refetch, dataUpdatedAt } = everybody;
    return { rows: data && among(data, asked), error, retry: () => void refetch(), asOf: dataUpdatedAt };
  }
  return {
    rows: pages.data && rowsOf(pages.data),
    error: pages.error,
    retry: () => void pages.refetch(),
    asOf: pages.dataUpdatedAt,
    more: { hasMore: pages.hasNextPage, busy: pages.isFetchingNextPage, failed: pages.isFetchNextPageError, load: () => void pages.fetchNextPage() },
  };
}
