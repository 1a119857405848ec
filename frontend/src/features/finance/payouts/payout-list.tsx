import { useInfiniteQuery } from '@tanstack/react-query';
import { Ban, CircleCheck, CircleX, Hourglass, Send, type LucideIcon } from 'lucide-react';
import { payouts, type Payout } from './api';
import messages from '@/features/finance/messages.en.json';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { DataList, Pager } from '@/ui/data-list';
import { ErrorState } from '@/ui/error-state';
import { Money, Unknown, When } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';
import { Pill } from '@/ui/states/status-pill';

const LOOKS: Record<Payout['status'], [LucideIcon, 'neutral' | 'success' | 'danger' | 'info']> = {
  requested: [Hourglass, 'info'],
  pending: [Hourglass, 'info'],
  in_transit: [Send, 'info'],
  paid: [CircleCheck, 'success'],
  failed: [CircleX, 'danger'],
  canceled: [Ban, 'neutral'],
};

export function PayoutList() {
  const t = useText(messages);
  const org = useOrganization();
  const list = useInfiniteQuery(payouts.list(org.id));
  const rows = rowsOf(list.data);
  return (
    <section aria-label={t('payouts')} className="space-y-3">
      <h2 className="text-20 font-semibold">{t('payouts')}</h2>
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonRows rows={3} />}
      {list.data && rows.length === 0 && <p className="text-ink-muted">{t('payouts.none')}</p>}
      {rows.length > 0 && (
        <>
          <DataList
            label={t('payouts')}
            rows={rows}
            id={({ id }) => id}
            name={{ key: 'created', header: t('payout.created'), cell: ({ created_at: at }) => <When className="whitespace-nowrap" at={at} style="date" /> }}
            columns={[
              { key: 'amount', header: t('amount'), numeric: true, cell: ({ amount }) => <Money {...amount} /> },
              { key: 'status', header: t('state'), cell: (row) => <State payout={row} /> },
              { key: 'arrival', header: t('payout.arrival'), cell: (row) => <Arrival payout={row} /> },
            ]}
          />
          <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
        </>
      )}
    </section>
  );
}

/** Stripe names a day for what never arrives too. */
function Arrival({ payout: { status, arrival_at: at, bank_last4: last } }: { payout: Payout }) {
  const t = useText(messages);
  if (status === 'failed' || status === 'canceled') return <Unknown reason={t(`payout.${status}`)} />;
  return (
    <>
      {at == null ? <Unknown reason={t('payout.arrival.unknown')} /> : <When className="whitespace-nowrap" at={at} style="date" />}
      {last != null && <span className="block text-14 whitespace-nowrap text-ink-muted">{t('payout.bank', { last })}</span>}
    </>
  );
}

function State({ payout: { status, failure_code: failure } }: { payout: Payout }) {
  const t = useText(messages);
  const [icon, tone] = LOOKS[status];
  return (
    <>
      <Pill icon={icon} tone={tone} label={t(`payout.${status}`)} />
      {failure != null && <span className="block text-14 text-ink-muted">{t.of('payout.failure', failure)}</span>}
    </>
  );
}
