import { useInfiniteQuery, type QueryClient } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import type { Params } from 'react-router';
import { documents } from './api';
import { DocumentFilters } from './document-filters';
import { DocumentRows } from './document-rows';
import { filterOf, NONE } from './filter';
import messages from '@/features/finance/messages.en.json';
import { ToPayments } from '@/features/finance/to-payments';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageTitle } from '@/ui/page-header';
import { SkeletonRows } from '@/ui/skeleton';
import { TextLink } from '@/ui/text-link';

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  client.infiniteQuery(documents.list(orgId, filterOf(NONE))).catch(() => undefined);
}

/** O18: what buyers were sent, with numbers that have no gap. */
export default function DocumentsPage() {
  const t = useText(messages);
  const org = useOrganization();
  const [filter, setFilter] = useUrlState(NONE);
  const list = useInfiniteQuery({ ...documents.list(org.id, filterOf(filter)), placeholderData: (before) => before });
  const rows = rowsOf(list.data);
  const filtered = Object.values(filter).some((value) => value !== '');
  return (
    <div className="space-y-6">
      <PageTitle title={t('tab.documents')} />
      <DocumentFilters filter={filter} onChange={setFilter} />
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonRows />}
      {list.data && rows.length === 0 && (
        <EmptyState icon={FileText} title={t(filtered ? 'document.noMatch' : 'document.none')} action={filtered ? <Button onClick={() => setFilter(NONE)}>{t('clear')}</Button> : <ToPayments />}>
          {!filtered && t('document.none.body')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <>
          <DocumentRows rows={rows} />
          <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
        </>
      )}
      {org.can('view-billing') && (
        <p className="text-14 text-ink-muted">
          {t.rich('document.fees', { link: (inner) => <TextLink key="l" to={paths.orgBilling({ orgId: org.id })}>{inner}</TextLink> })}
        </p>
      )}
    </div>
  );
}
