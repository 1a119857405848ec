import { useInfiniteQuery, type QueryClient } from '@tanstack/react-query';
import { ReceiptText } from 'lucide-react';
import type { Params } from 'react-router';
import { payments } from './api';
import { ExportPayments } from './export-payments';
import { filterOf, NONE } from './filter';
import { PaymentFilters } from './payment-filters';
import { PaymentRows } from './payment-rows';
import { YearSums } from './year-sums';
import messages from '@/features/finance/messages.en.json';
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
import { ButtonLink } from '@/ui/text-link';

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  client.infiniteQuery(payments.list(orgId, filterOf(NONE))).catch(() => undefined);
}

/** O15: who paid what for what, newest first. */
export default function PaymentsPage() {
  const t = useText(messages);
  const org = useOrganization();
  const [filter, setFilter] = useUrlState(NONE);
  const asked = filterOf(filter);
  const list = useInfiniteQuery({ ...payments.list(org.id, asked), placeholderData: (before) => before });
  const rows = rowsOf(list.data);
  const filtered = Object.values(asked).some((value) => value !== undefined);
  return (
    <div className="space-y-6">
      <PageTitle title={t('tab.payments')} />
      <YearSums />
      <PaymentFilters filter={filter} onChange={setFilter} event={rows.find(({ event_id: id }) => id === filter.event)?.event_title ?? null} />
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonRows />}
      {list.data && rows.length === 0 && (filtered ? <NoMatch onClear={() => setFilter(NONE)} /> : <FirstUse />)}
      {rows.length > 0 && (
        <>
          <PaymentRows rows={rows} />
          <div className="flex flex-wrap items-center justify-between gap-3">
            <ExportPayments filter={asked} />
            <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
          </div>
        </>
      )}
    </div>
  );
}

function NoMatch({ onClear }: { onClear: () => void }) {
  const t = useText(messages);
  return (
    <EmptyState title={t('payments.noMatch')} action={<Button onClick={onClear}>{t('clear')}</Button>}>
      {t('payments.noMatch.body')}
    </EmptyState>
  );
}

function FirstUse() {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  return (
    <EmptyState icon={ReceiptText} title={t('payments.none')} action={<ButtonLink to={paths.orgFinancePayouts({ orgId })}>{t('payments.none.action')}</ButtonLink>}>
      {t('payments.none.body')}
    </EmptyState>
  );
}
