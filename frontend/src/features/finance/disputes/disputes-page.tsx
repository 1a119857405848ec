import { useInfiniteQuery, type QueryClient } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import type { Params } from 'react-router';
import { disputes, isOpen, type Dispute } from './api';
import { DisputeDrawer } from './dispute-drawer';
import { DisputeState } from './dispute-state';
import messages from '@/features/finance/messages.en.json';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/checkbox';
import { DataList, Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageTitle } from '@/ui/page-header';
import { Money, Unknown, When } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  client.infiniteQuery(disputes.list(orgId, false)).catch(() => undefined);
}

/** O16: payments that a buyer's bank takes back, with the day until which one may answer. */
export default function DisputesPage() {
  const t = useText(messages);
  const org = useOrganization();
  const [{ open, dispute }, setFilter] = useUrlState({ open: '', dispute: '' });
  const list = useInfiniteQuery(disputes.list(org.id, open !== ''));
  const rows = rowsOf(list.data);
  const kept = open === '' ? {} : { open };
  return (
    <div className="space-y-4">
      <PageTitle title={t('tab.disputes')} />
      <Checkbox label={t('disputes.open')} checked={open !== ''} onCheckedChange={(checked) => setFilter({ open: checked === true ? 'yes' : '' })} />
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonRows />}
      {list.data && rows.length === 0 && (
        <EmptyState icon={ShieldCheck} title={t(open === '' ? 'disputes.none' : 'disputes.noneOpen')} action={open === '' ? undefined : <Button onClick={() => setFilter({ open: '' })}>{t('clear')}</Button>}>
          {t('disputes.none.body')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <>
          <DataList
            label={t('tab.disputes')}
            rows={rows}
            id={({ id }) => id}
            href={({ id }) => paths.orgFinanceDisputes({ orgId: org.id }, { ...kept, dispute: id })}
            name={{ key: 'buyer', header: t('buyer'), cell: (row) => <Disputed row={row} /> }}
            columns={[
              { key: 'amount', header: t('amount'), numeric: true, cell: ({ amount }) => <Money {...amount} /> },
              { key: 'status', header: t('state'), cell: ({ status }) => <DisputeState status={status} /> },
              { key: 'due', header: t('dispute.due'), cell: (row) => (row.evidence_due_at != null && isOpen(row) ? <When at={row.evidence_due_at} /> : <Unknown reason={t('dispute.due.none')} />) },
              { key: 'reason', header: t('dispute.why'), wideOnly: 'widest', cell: ({ reason }) => t.of('dispute.reason', reason) },
            ]}
          />
          <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
        </>
      )}
      {dispute !== '' && <DisputeDrawer key={dispute} id={dispute} onClose={() => setFilter({ dispute: '' })} />}
    </div>
  );
}

/** Below 1280 px the reason stands with the buyer: a column of its own would break its words. */
function Disputed({ row: { buyer_name: name, buyer_email: email, reason } }: { row: Dispute }) {
  const t = useText(messages);
  return (
    <>
      {name ?? email}
      <span className="block text-14 font-normal text-ink-muted xl:hidden">{t.of('dispute.reason', reason)}</span>
    </>
  );
}
