import { useInfiniteQuery, useMutation, type QueryClient } from '@tanstack/react-query';
import { BookOpen, Download } from 'lucide-react';
import type { Params } from 'react-router';
import { ledger, ledgerFile, type Filter } from './api';
import { BalanceFacts } from './balance-facts';
import { filterOf, NONE } from './filter';
import { LedgerFilters } from './ledger-filters';
import { LedgerRows } from './ledger-rows';
import messages from '@/features/finance/messages.en.json';
import { ToPayments } from '@/features/finance/to-payments';
import { saveText } from '@/lib/download';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageTitle } from '@/ui/page-header';
import { SkeletonRows } from '@/ui/skeleton';

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  client.infiniteQuery(ledger.entries(orgId, filterOf(NONE))).catch(() => undefined);
}

/** O18: where every unit of the organization's money went, for the accountant. */
export default function LedgerPage() {
  const t = useText(messages);
  const org = useOrganization();
  const [filter, setFilter] = useUrlState(NONE);
  const asked = filterOf(filter);
  const list = useInfiniteQuery({ ...ledger.entries(org.id, asked), placeholderData: (before) => before });
  const rows = rowsOf(list.data);
  const filtered = Object.values(filter).some((value) => value !== '');
  return (
    <div className="space-y-6">
      <PageTitle title={t('tab.ledger')} />
      <BalanceFacts />
      <LedgerFilters filter={filter} onChange={setFilter} />
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonRows />}
      {list.data && rows.length === 0 && (
        <EmptyState icon={BookOpen} title={t(filtered ? 'ledger.noMatch' : 'ledger.none')} action={filtered ? <Button onClick={() => setFilter(NONE)}>{t('clear')}</Button> : <ToPayments />}>
          {!filtered && t('ledger.none.body')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <>
          <LedgerRows rows={rows} />
          <div className="flex flex-wrap items-center justify-between gap-3">
            <Export filter={asked} />
            <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
          </div>
        </>
      )}
    </div>
  );
}

function Export({ filter }: { filter: Filter }) {
  const t = useText(messages);
  const org = useOrganization();
  const file = useMutation({ mutationFn: () => ledgerFile(org.id, filter), onSuccess: (text) => saveText(text, 'ledger.csv') });
  return (
    <div className="space-y-3">
      {file.error && <ErrorState inline error={file.error} />}
      <Button busy={file.isPending} onClick={() => file.mutate()}>
        <Download aria-hidden />
        {t('export')}
      </Button>
    </div>
  );
}
