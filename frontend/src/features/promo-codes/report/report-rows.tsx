import type { Schema } from '@/api/contract';
import messages from '@/features/promo-codes/messages.en.json';
import { formatCount } from '@/lib/format/quantity';
import { useText } from '@/lib/i18n/use-text';
import { DataList } from '@/ui/data-list';
import { Money, Unknown } from '@/ui/quantities';

type Line = Schema<'PromoReportLine'>;

const currencyOf = ({ revenue, discount }: Line): string => revenue?.currency ?? discount?.currency ?? '';

/** One line for each currency: sums of two are never added. */
export function ReportRows({ rows }: { rows: Line[] }) {
  const t = useText(messages);
  return (
    <DataList
      label={t('tab.report')}
      rows={rows}
      id={(row) => `${row.promo_code_id ?? row.attribution ?? ''} ${currencyOf(row)}`}
      name={{ key: 'name', header: t('report.name'), cell: ({ code, attribution }) => code ?? attribution ?? t('attribution.none') }}
      columns={[
        { key: 'redeemed', header: t('uses'), numeric: true, cell: ({ redeemed }) => formatCount(redeemed) },
        { key: 'discount', header: t('discount'), numeric: true, cell: ({ discount }) => (discount == null ? <Unknown /> : <Money {...discount} />) },
        { key: 'revenue', header: t('revenue'), numeric: true, cell: ({ revenue }) => (revenue == null ? <Unknown /> : <Money {...revenue} />) },
        { key: 'reserved', header: t('report.reserved'), numeric: true, wideOnly: true, cell: ({ reserved }) => formatCount(reserved) },
      ]}
    />
  );
}
