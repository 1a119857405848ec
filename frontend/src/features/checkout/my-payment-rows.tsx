import type { MyPayment } from './api';
import messages from './messages.en.json';
import { MyPaymentState, stateOf } from './my-payment-state';
import { formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { DataList } from '@/ui/data-list';
import { DownloadDocument } from '@/ui/documents/download-document';
import { Money, When } from '@/ui/quantities';

export function MyPaymentRows({ rows }: { rows: MyPayment[] }) {
  const t = useText(messages);
  return (
    <DataList
      label={t('mine')}
      rows={rows}
      id={({ id }) => id}
      href={({ id }) => `?payment=${id}`}
      name={{ key: 'event', header: t('mine.what'), cell: ({ event }) => event?.title ?? t('mine.noEvent') }}
      columns={[
        { key: 'organizer', header: t('mine.organizer'), wideOnly: 'widest', cell: ({ organizer }) => organizer },
        { key: 'state', header: t('mine.state'), cell: (payment) => <State payment={payment} /> },
        { key: 'total', header: t('mine.total'), numeric: true, cell: (payment) => <Sum payment={payment} /> },
        { key: 'documents', header: t('mine.documents'), cell: (payment) => <Documents payment={payment} /> },
      ]}
    />
  );
}

function State({ payment }: { payment: MyPayment }) {
  return (
    <>
      <MyPaymentState payment={payment} />
      <span className="block text-14 text-ink-muted">
        <Moment payment={payment} />
      </span>
    </>
  );
}

function Sum({ payment: { total, refunded } }: { payment: MyPayment }) {
  const t = useText(messages);
  return (
    <>
      <Money {...total} />
      {refunded.amount > 0 && <span className="block text-14 text-ink-muted">{t('mine.back', { amount: formatMoney(refunded.amount, refunded.currency) })}</span>}
    </>
  );
}

/** The moment that matters in its state. */
function Moment({ payment }: { payment: MyPayment }) {
  const t = useText(messages);
  const { paid_at: paid, due_at: due, hold_expires_at: held, expires_at: expires, created_at: begun } = payment;
  const until = stateOf(payment) === 'pay' ? (expires ?? held) : null;
  if (paid != null) return t.rich('when.paid', { when: <When key="w" className="whitespace-nowrap" at={paid} style="date" /> });
  if (until != null) return t.rich('when.until', { when: <When key="w" at={until} /> });
  if (due != null) return t.rich('when.due', { when: <When key="w" className="whitespace-nowrap" at={due} style="date" /> });
  return t.rich('when.begun', { when: <When key="w" className="whitespace-nowrap" at={begun} style="date" /> });
}

/** The row is a link, and these stand above it. */
function Documents({ payment: { documents } }: { payment: MyPayment }) {
  const t = useText(messages);
  if (documents.length === 0) return <span className="text-ink-muted">{t('mine.documents.none')}</span>;
  return (
    <div className="relative z-1 flex w-fit flex-wrap gap-2">
      {documents.map(({ id, kind, number }) => (
        <DownloadDocument key={id} id={id} label={t.of('document', kind)} name={t('document.name', { kind: t.of('document', kind), number })} reader={{ as: 'me', of: 'sales' }} />
      ))}
    </div>
  );
}
