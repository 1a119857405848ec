import type { Listed } from './api';
import { PaymentState } from './payment-state';
import messages from '@/features/finance/messages.en.json';
import { formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { DataList } from '@/ui/data-list';
import { Money, Unknown, When } from '@/ui/quantities';

const ENDED: Listed['status'][] = ['canceled', 'expired', 'failed'];

/** Within one event it need not be named in every row. */
export function PaymentRows({ rows, ofEvent = false }: { rows: Listed[]; ofEvent?: boolean }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  return (
    <DataList
      label={t('tab.payments')}
      rows={rows}
      id={({ id }) => id}
      href={({ id }) => paths.orgPayment({ orgId, paymentId: id })}
      name={{ key: 'buyer', header: t('buyer'), cell: (row) => row.buyer_name ?? row.buyer_email }}
      columns={[
        { key: 'status', header: t('state'), cell: (row) => <States row={row} /> },
        { key: 'total', header: t('total'), numeric: true, cell: (row) => <Sum row={row} /> },
        ...(ofEvent ? [] : [{ key: 'event', header: t('payment.for'), wideOnly: 'widest' as const, cell: (row: Listed) => <Bought row={row} /> }]),
        { key: 'organizer', header: t('youReceive'), numeric: true, wideOnly: 'widest', cell: (row) => (ENDED.includes(row.status) ? <Unknown reason={t('youReceive.nothing')} /> : <Receives row={row} />) },
        { key: 'at', header: t('payment.at'), cell: (row) => <When className="whitespace-nowrap" at={row.paid_at ?? row.created_at} style="date" /> },
      ]}
    />
  );
}

function States({ row }: { row: Listed }) {
  const t = useText(messages);
  const back = row.refunded.amount >= row.total.amount;
  return (
    <>
      <PaymentState status={row.status} />
      {row.refunded.amount > 0 && <span className="block text-14 text-ink-muted">{t(back ? 'payment.refunded' : 'payment.partRefunded')}</span>}
      {row.disputed.amount > 0 && <span className="block text-14 font-semibold text-danger">{t('payment.disputed')}</span>}
      {row.fraud_feared && !back && <span className="block text-14 font-semibold text-warning">{t('payment.fraud')}</span>}
      {row.flagged_reason != null && <span className="block text-14 font-semibold text-warning">{t('payment.flagged')}</span>}
    </>
  );
}

function Sum({ row }: { row: Listed }) {
  const t = useText(messages);
  const text = (amount: number) => formatMoney(amount, row.total.currency);
  const left = row.total.amount - row.refunded.amount;
  return (
    <>
      <Money {...row.total} />
      {row.refunded.amount > 0 && (
        <span className="block text-14 text-ink-muted">
          {left > 0 ? t('payment.back', { back: text(row.refunded.amount), left: text(left) }) : t('payment.backAll', { back: text(row.refunded.amount) })}
        </span>
      )}
    </>
  );
}

/** What remains once it is paid; of what went back only that counts which the organizer bears. */
function Receives({ row: { status, organizer, earned, refunds_borne: borne } }: { row: Listed }) {
  const t = useText(messages);
  return (
    <>
      <Money {...(status === 'paid' ? earned : organizer)} />
      {borne.amount > 0 && (
        <span className="block text-14 text-ink-muted">
          {t('youReceive.less', { before: formatMoney(organizer.amount, organizer.currency), borne: formatMoney(borne.amount, borne.currency) })}
        </span>
      )}
    </>
  );
}

function Bought({ row }: { row: Listed }) {
  const t = useText(messages);
  return (
    <>
      <span className="block xl:min-w-24">{row.event_title}</span>
      <span className="block text-14 text-ink-muted">{t('places', { n: row.places })}</span>
    </>
  );
}
