import { useQuery, type QueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useParams, type Params } from 'react-router';
import { payments, type Payment } from './api';
import { DisputePart } from './dispute-part';
import { DocumentsPart } from './documents-part';
import { LedgerPart } from './ledger-part';
import { MarkPaidDialog } from './mark-paid-dialog';
import { PaymentFacts } from './payment-facts';
import { PaymentState } from './payment-state';
import { RefundPart } from './refund-part';
import messages from '@/features/finance/messages.en.json';
import { ToPayments } from '@/features/finance/to-payments';
import { prefetchWith } from '@/lib/http/prefetch';
import { formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { Panel } from '@/ui/panel';
import { PriceBuildUp } from '@/ui/price-build-up';
import { Money } from '@/ui/quantities';
import { SkeletonPage } from '@/ui/skeleton';

// Seldom.
const FraudWarning = lazy(() => import('./fraud/fraud-warning'));
// Read far more often than paid back.
const RefundDialog = lazy(() => import('./refund-dialog'));

export function prefetch(client: QueryClient, { orgId = '', paymentId = '' }: Params): void {
  prefetchWith(client, payments.one(orgId, paymentId));
}

/** O15: one payment from what was bought to the lines of the ledger. */
export default function PaymentPage() {
  const { id: org } = useOrganization();
  const { paymentId = '' } = useParams();
  const query = useQuery(payments.one(org, paymentId));
  if (query.error && !query.data) return <ErrorState page error={query.error} onRetry={() => void query.refetch()} actions={<ToPayments />} />;
  if (!query.data) return <SkeletonPage />;
  return <Shown payment={query.data} />;
}

function Shown({ payment }: { payment: Payment }) {
  const t = useText(messages);
  const org = useOrganization();
  const { total, finance, currency } = payment;
  return (
    <div className="space-y-6">
      <PageHeader
        title={t('payment.title', { amount: formatMoney(total.amount, total.currency), buyer: payment.buyer.name ?? payment.buyer.email })}
        badge={<PaymentState status={payment.status} />}
        back={{ to: paths.orgFinance({ orgId: org.id }), label: t('tab.payments') }}
        actions={org.can('refund-payments') ? <Acts payment={payment} /> : undefined}
      />
      {finance?.flagged_reason != null && (
        <Banner tone="warning" title={t('payment.flagged')}>
          {t('payment.flagged.body', { reason: finance.flagged_reason })}
        </Banner>
      )}
      {finance?.fraud_warned_at != null && (
        <Suspense>
          <FraudWarning payment={payment} />
        </Suspense>
      )}
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="min-w-0 space-y-6">
          <Panel title={t('buildUp')}>
            <PriceBuildUp
              amounts={payment.amounts}
              currency={currency}
              feePayer={payment.fee_payer}
              items={payment.items.map(({ label, attendee, amounts }) => ({ label: attendee == null ? label : `${label} · ${attendee}`, amount: amounts.list }))}
              code={payment.items.find(({ promo_code: code }) => code != null)?.promo_code}
              tax={payment.tax && { ...payment.tax, open: payment.status !== 'paid' }}
              taxOpen={payment.tax?.behavior === 'exclusive' ? t('taxOpen') : undefined}
              refunded={payment.refunded.amount}
            />
            <dl className="mt-4 grid gap-2 border-t border-line pt-4">
              <Line label={t('platformKeeps')} amount={payment.amounts.application_fee} currency={currency} />
              {payment.amounts.tax_withheld > 0 && <Line label={t('taxWithheld')} amount={payment.amounts.tax_withheld} currency={currency} />}
              <Line strong label={t(receivedOf(payment))} amount={payment.amounts.organizer} currency={currency} />
            </dl>
          </Panel>
          <RefundPart payment={payment} />
          <DocumentsPart payment={payment} />
          <DisputePart payment={payment} />
        </div>
        <PaymentFacts payment={payment} />
      </div>
      <LedgerPart payment={payment} />
    </div>
  );
}

/** What the last line says: yours only once it was paid, and before what went back of it. */
const receivedOf = ({ status, refunded }: Payment) =>
  status !== 'paid' && status !== 'processing' ? 'youReceive.open' : refunded.amount > 0 ? 'youReceive.refunded' : 'youReceive';

function Line({ label, amount, currency, strong = false }: { label: string; amount: number; currency: string; strong?: boolean }) {
  return (
    <div className={strong ? 'flex flex-wrap justify-between gap-x-6 font-semibold' : 'flex flex-wrap justify-between gap-x-6'}>
      <dt className={strong ? undefined : 'text-ink-muted'}>{label}</dt>
      <dd className="ms-auto">
        <Money amount={amount} currency={currency} />
      </dd>
    </div>
  );
}

function Acts({ payment }: { payment: Payment }) {
  const t = useText(messages);
  const [open, setOpen] = useState<'refund' | 'paid' | null>(null);
  const close = () => setOpen(null);
  const left = payment.total.amount - payment.refunded.amount;
  const disputed = (payment.finance?.disputed ?? 0) > 0;
  return (
    <>
      {payment.method === 'outside' && (payment.status === 'draft' || payment.status === 'open') && <Button onClick={() => setOpen('paid')}>{t('markPaid')}</Button>}
      {payment.status === 'paid' && left > 0 && (
        <Button reason={disputed ? t('refund.disputed') : undefined} onClick={() => setOpen('refund')}>
          {t('refund')}
        </Button>
      )}
      <Suspense>{open === 'refund' && <RefundDialog payment={payment} onClose={close} />}</Suspense>
      {open === 'paid' && <MarkPaidDialog payment={payment} onClose={close} />}
    </>
  );
}
