import { useInfiniteQuery } from '@tanstack/react-query';
import { CircleCheck, CircleDashed, CircleSlash, CircleX, Clock, type LucideIcon } from 'lucide-react';
import { billing, type Invoice } from '@/features/billing/api';
import messages from '@/features/billing/messages.en.json';
import { rowsOf } from '@/lib/http/pages';
import { useText, type Text } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { DataList, Pager, type Column } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Money, When } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';
import { Pill } from '@/ui/states/status-pill';
import { ExternalTextLink } from '@/ui/text-link';

const LOOK: Record<Invoice['status'], [LucideIcon, 'neutral' | 'success' | 'warning' | 'danger']> = {
  draft: [CircleDashed, 'neutral'],
  open: [Clock, 'warning'],
  paid: [CircleCheck, 'success'],
  void: [CircleSlash, 'neutral'],
  uncollectible: [CircleX, 'danger'],
};

export function Invoices() {
  const t = useText(messages);
  const org = useOrganization();
  const { data, error, refetch, ...more } = useInfiniteQuery(billing.invoices(org.id));
  const rows = rowsOf(data);
  return (
    <section className="space-y-3">
      <h2 className="text-20 font-semibold">{t('invoices')}</h2>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <SkeletonRows />
      ) : rows.length === 0 ? (
        <EmptyState title={t('invoicesNone')}>{t('invoicesNoneBody')}</EmptyState>
      ) : (
        <>
          <DataList label={t('invoices')} rows={rows} id={({ id }) => id} name={nameOf(t)} columns={columnsOf(t)} />
          <Pager hasMore={more.hasNextPage} busy={more.isFetchingNextPage} failed={more.isFetchNextPageError} shown={rows.length} onMore={() => void more.fetchNextPage()} />
        </>
      )}
    </section>
  );
}

type Words = Text<keyof typeof messages>;

const nameOf = (t: Words): Column<Invoice> => ({ key: 'number', header: t('number'), cell: ({ number }) => number ?? t('noNumber') });

const columnsOf = (t: Words): Column<Invoice>[] => [
  { key: 'date', header: t('date'), cell: ({ created_at: at }) => <When at={at} style="date" /> },
  {
    key: 'status',
    header: t('state'),
    cell: ({ status }) => {
      const [icon, tone] = LOOK[status];
      return <Pill icon={icon} tone={tone} label={t.of('invoice', status)} />;
    },
  },
  {
    key: 'total',
    header: t('total'),
    numeric: true,
    cell: ({ total, tax }) => (
      <>
        <Money {...total} />
        {tax.amount > 0 && <span className="block text-14 text-ink-muted">{t.rich('taxInside', { tax: <Money {...tax} /> })}</span>}
      </>
    ),
  },
  { key: 'file', header: t('file'), cell: (invoice) => <Files invoice={invoice} /> },
];

function Files({ invoice: { status, hosted_url: page, pdf_url: file } }: { invoice: Invoice }) {
  const t = useText(messages);
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-1">
      {file != null && <ExternalTextLink href={file}>{t('pdf')}</ExternalTextLink>}
      {status === 'open' && page != null && <ExternalTextLink href={page}>{t('pay')}</ExternalTextLink>}
      {file == null && (status !== 'open' || page == null) && t('fileNone')}
    </span>
  );
}
