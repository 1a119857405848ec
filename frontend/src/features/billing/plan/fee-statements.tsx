import { useInfiniteQuery } from '@tanstack/react-query';
import { billing, type FeeStatement } from '@/features/billing/api';
import messages from '@/features/billing/messages.en.json';
import { formatMonth } from '@/lib/format/time';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { DataList, Pager } from '@/ui/data-list';
import { DownloadDocument } from '@/ui/documents/download-document';
import { ErrorState } from '@/ui/error-state';
import { Money, When } from '@/ui/quantities';

/** What the platform kept of each month's sales; absent where nothing was sold. */
export function FeeStatements() {
  const t = useText(messages);
  const org = useOrganization();
  const { data, error, refetch, ...more } = useInfiniteQuery(billing.feeStatements(org.id));
  const rows = rowsOf(data);
  if (rows.length === 0 && !error) return null;
  return (
    <section aria-label={t('fees')} className="space-y-3">
      <div>
        <h2 className="text-20 font-semibold">{t('fees')}</h2>
        <p className="text-14 text-ink-muted">{t('feesLead')}</p>
      </div>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <>
          <DataList
            label={t('fees')}
            rows={rows}
            id={({ id }) => id}
            name={{ key: 'month', header: t('month'), cell: ({ month }) => formatMonth(month) }}
            columns={[
              { key: 'number', header: t('number'), cell: ({ number }) => number },
              { key: 'at', header: t('date'), wideOnly: true, cell: ({ issued_at: at }) => <When at={at} style="date" /> },
              { key: 'total', header: t('total'), numeric: true, cell: (row) => <Totals row={row} /> },
              { key: 'file', header: t('file'), cell: ({ id, number }) => <DownloadDocument id={id} name={t('feesName', { number })} reader={{ as: { org: org.id }, of: 'fees' }} /> },
            ]}
          />
          <Pager hasMore={more.hasNextPage} busy={more.isFetchingNextPage} failed={more.isFetchNextPageError} shown={rows.length} onMore={() => void more.fetchNextPage()} />
        </>
      )}
    </section>
  );
}

/** A line for each currency; they are never added. */
function Totals({ row: { totals } }: { row: FeeStatement }) {
  return totals.map((total) => (
    <span key={total.currency} className="block">
      <Money {...total} />
    </span>
  ));
}
