import { useInfiniteQuery, type QueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import type { Params } from 'react-router';
import { refunds, type Refund } from './api';
import { RefundRows } from './refund-rows';
import { Runs } from './runs';
import messages from '@/features/finance/messages.en.json';
import { ToPayments } from '@/features/finance/to-payments';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Field } from '@/ui/field';
import { PageTitle } from '@/ui/page-header';
import { Select } from '@/ui/select';
import { SkeletonRows } from '@/ui/skeleton';

const STATUSES: Refund['status'][] = ['requested', 'submitted', 'pending', 'succeeded', 'failed', 'canceled'];

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  client.infiniteQuery(refunds.list(orgId, '')).catch(() => undefined);
  client.infiniteQuery(refunds.runs(orgId)).catch(() => undefined);
}

/** O16: money on its way back, one by one and for whole events. */
export default function RefundsPage() {
  const t = useText(messages);
  const org = useOrganization();
  const [filter, setFilter] = useUrlState({ status: '' });
  const list = useInfiniteQuery({ ...refunds.list(org.id, filter.status), placeholderData: (before) => before });
  const rows = rowsOf(list.data);
  return (
    <div className="space-y-8">
      <PageTitle title={t('tab.refunds')} />
      <Runs />
      <section aria-label={t('tab.refunds')} className="space-y-4">
        <Field label={t('state')} filter className="max-w-64">
          {(control) => (
            <Select
              {...control}
              value={filter.status}
              onChange={({ target }) => setFilter({ status: target.value })}
              options={[{ value: '', label: t('payment.any') }, ...STATUSES.map((status) => ({ value: status, label: t(`refund.${status}`) }))]}
            />
          )}
        </Field>
        {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
        {list.isPending && <SkeletonRows />}
        {list.data && rows.length === 0 && (
          <EmptyState
            icon={Undo2}
            title={t(filter.status === '' ? 'refunds.none' : 'refunds.noMatch')}
            action={filter.status === '' ? <ToPayments /> : <Button onClick={() => setFilter({ status: '' })}>{t('clear')}</Button>}
          >
            {filter.status === '' && t('refunds.none.body')}
          </EmptyState>
        )}
        {rows.length > 0 && (
          <>
            <RefundRows rows={rows} />
            <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
          </>
        )}
      </section>
    </div>
  );
}
