import { useInfiniteQuery } from '@tanstack/react-query';
import { Award } from 'lucide-react';
import type { ReactNode } from 'react';
import { desk, type Filter } from '@/features/certificates-desk/api';
import { CertificateRows } from './certificate-rows';
import { rowsOf } from '@/lib/http/pages';
import { useOrganization } from '@/lib/permissions';
import { Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { SkeletonRows } from '@/ui/skeleton';

interface Props {
  filter: Filter;
  ofEvent?: boolean;
  /** What is said when nothing is there: first use, or the filters that are on. */
  empty: { title: string; body: ReactNode; action?: ReactNode };
}

const RENDERING_MS = 3000;

export function CertificateList({ filter, ofEvent, empty }: Props) {
  const org = useOrganization();
  const list = useInfiniteQuery({
    ...desk.list(org.id, filter),
    // A new certificate is valid at once; its file follows within seconds.
    refetchInterval: ({ state }) => (rowsOf(state.data).some(({ status, ready }) => status === 'active' && !ready) ? RENDERING_MS : false),
  });
  const rows = rowsOf(list.data);
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonRows />;
  if (rows.length === 0) {
    return (
      <EmptyState icon={Award} title={empty.title} action={empty.action}>
        {empty.body}
      </EmptyState>
    );
  }
  return (
    <>
      <CertificateRows rows={rows} ofEvent={ofEvent} />
      <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
    </>
  );
}
