import type { QueryClient } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { operate, useRefundFlagged, useSettleFlagged, type FlaggedPayment } from '@/features/operate/api';
import { BecauseDialog } from '@/features/operate/because-dialog';
import messages from '@/features/operate/messages.en.json';
import { Rows } from '@/features/operate/rows';
import { useStaff } from '@/features/operate/staff';
import { formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { DataList } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { PageTitle } from '@/ui/page-header';
import { Money, When } from '@/ui/quantities';

export function prefetch(client: QueryClient): void {
  client.infiniteQuery(operate.flagged()).catch(() => undefined);
}

/** PA-18: money that is not what was agreed; nobody is confirmed before somebody decides. */
export default function FlaggedPage() {
  const t = useText(messages);
  const staff = useStaff();
  return (
    <div className="space-y-6">
      <PageTitle title={t('tab.flagged')} />
      <Rows query={operate.flagged()} empty={<EmptyState icon={CircleCheck} title={t('flagged.none')}>{t('flagged.none.body')}</EmptyState>}>
        {(rows) => (
          <DataList
            label={t('tab.flagged')}
            rows={rows}
            id={({ id }) => id}
            name={{ key: 'buyer', header: t('flagged.of'), cell: (row) => <Named row={row} /> }}
            columns={[
              { key: 'differs', header: t('flagged.differs'), cell: ({ differs }) => <div className="md:min-w-44">{differs}</div> },
              { key: 'total', header: t('flagged.total'), numeric: true, cell: ({ total, fees }) => <Sum total={total} fees={fees} /> },
              { key: 'at', header: t('flagged.at'), wideOnly: 'widest', cell: ({ flagged_at: at }) => <When at={at} /> },
              ...(staff.acts ? [{ key: 'acts', header: t('flagged.decide'), cell: (row: FlaggedPayment) => <Decide row={row} /> }] : []),
            ]}
          />
        )}
      </Rows>
    </div>
  );
}

function Named({ row: { buyer_name: buyer, organization_name: organization, stripe_session_id: session } }: { row: FlaggedPayment }) {
  const t = useText(messages);
  return (
    <>
      {buyer ?? t('flagged.unnamed')}
      <span className="block text-14 font-normal text-ink-muted">{organization}</span>
      {session != null && <span className="block font-mono text-12 font-normal text-ink-muted">{session}</span>}
    </>
  );
}

function Sum({ total, fees }: Pick<FlaggedPayment, 'total' | 'fees'>) {
  const t = useText(messages);
  return (
    <>
      <Money {...total} />
      <span className="block text-14 whitespace-nowrap text-ink-muted">{t('flagged.fees', { fees: formatMoney(fees.amount, fees.currency) })}</span>
    </>
  );
}

function Decide({ row }: { row: FlaggedPayment }) {
  const t = useText(messages);
  const settle = useSettleFlagged(row.id);
  const refund = useRefundFlagged(row.id);
  const [way, setWay] = useState<'settle' | 'refund' | null>(null);
  const words = { buyer: row.buyer_name ?? t('flagged.unnamed'), total: formatMoney(row.total.amount, row.total.currency) };
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="small" aria-label={t('flagged.settle.of', words)} onClick={() => setWay('settle')}>
        {t('flagged.settle')}
      </Button>
      <Button size="small" aria-label={t('flagged.refund.of', words)} onClick={() => setWay('refund')}>
        {t('flagged.refund')}
      </Button>
      {way !== null && (
        <BecauseDialog
          title={t(`flagged.${way}.of`, words)}
          effect={t(`flagged.${way}.effect`)}
          action={t(`flagged.${way}`)}
          done={t(`flagged.${way}.done`)}
          onAct={(reason) => (way === 'settle' ? settle : refund).mutateAsync(reason)}
          onClose={() => setWay(null)}
        />
      )}
    </div>
  );
}
