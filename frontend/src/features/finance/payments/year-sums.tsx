import { useQuery } from '@tanstack/react-query';
import { payments } from './api';
import messages from '@/features/finance/messages.en.json';
import { sumsOf, type Sums } from '@/features/finance/event/sums';
import { formatMonth } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { DataList } from '@/ui/data-list';
import { Money } from '@/ui/quantities';

/** What twelve months brought, whatever the list below is narrowed to; each currency by itself. */
export function YearSums() {
  const t = useText(messages);
  const org = useOrganization();
  const { data } = useQuery(payments.months(org.id));
  const months = data?.data ?? [];
  if (months.length === 0) return null;
  return (
    <section aria-label={t('year')} className="space-y-3 rounded-control border border-line bg-surface p-4 shadow-raised md:p-5">
      <h2 className="text-18 font-semibold">{t('year')}</h2>
      {sumsOf(months).map((sums) => (
        <Figures key={sums.currency} sums={sums} />
      ))}
      <details>
        <summary className="cursor-pointer py-1 font-semibold text-accent">{t('year.months')}</summary>
        <div className="mt-2">
          <DataList
            dense
            label={t('year.months')}
            rows={months}
            id={({ month, sales }) => `${month} ${sales.currency}`}
            name={{ key: 'month', header: t('year.month'), cell: ({ month }) => formatMonth(month) }}
            columns={[
              { key: 'sales', header: t('sum.sales'), numeric: true, cell: ({ sales }) => <Money {...sales} /> },
              { key: 'refunds', header: t('year.refunds'), numeric: true, cell: ({ refunds }) => <Money {...refunds} /> },
              { key: 'earned', header: t('sum.earned'), numeric: true, cell: ({ earned }) => <Money {...earned} /> },
              { key: 'paidOut', header: t('year.paidOut'), numeric: true, wideOnly: 'widest', cell: ({ paid_out: out }) => <Money {...out} /> },
            ]}
          />
        </div>
      </details>
    </section>
  );
}

function Figures({ sums }: { sums: Sums }) {
  const t = useText(messages);
  const figures = [
    [t('sum.sales'), sums.sales],
    [t('year.refunds'), sums.refunds],
    [t('sum.earned'), sums.earned],
    [t('year.paidOut'), sums.paid_out],
  ] as const;
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,11rem),1fr))] gap-x-6 gap-y-3">
      {figures.map(([label, sum]) => (
        <div key={label} className="min-w-0">
          <dt className="text-14 text-ink-muted">{label}</dt>
          <dd className="text-18 font-semibold tabular-nums">
            <Money {...sum} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
