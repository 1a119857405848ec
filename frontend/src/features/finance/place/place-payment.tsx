import { useQuery } from '@tanstack/react-query';
import { CircleSlash, FileClock } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import messages from './messages.en.json';
import { payments, type Payment } from '@/features/finance/payments/api';
import { MarkPaidDialog } from '@/features/finance/payments/mark-paid-dialog';
import { PaymentState } from '@/features/finance/payments/payment-state';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { Facts } from '@/ui/panel';
import { Money, When } from '@/ui/quantities';
import { Skeleton } from '@/ui/skeleton';
import { Pill } from '@/ui/states/pill';
import { ButtonLink } from '@/ui/text-link';

interface Props {
  paymentId: string;
  /** The money of an invoice has come. */
  onPaid: () => void;
}

/** What pays for one place, in the drawer of its person (UX-53): owed, waived, paid, and the money that came past us. */
export function PlacePayment({ paymentId, onPaid }: Props) {
  const { id: org } = useOrganization();
  const query = useQuery(payments.one(org, paymentId));
  if (query.data) return <Shown payment={query.data} onPaid={onPaid} />;
  return query.error ? <ErrorState inline error={query.error} onRetry={() => void query.refetch()} /> : <Skeleton className="h-24" />;
}

function Shown({ payment, onPaid }: { payment: Payment; onPaid: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const [marking, setMarking] = useState(false);
  const owed = isOwed(payment);
  const close = () => {
    setMarking(false);
    onPaid();
  };
  return (
    <div className="space-y-4">
      <Facts columns={2} items={factsOf(payment, t)} />
      <div className="flex flex-wrap gap-2">
        {owed && org.can('refund-payments') && (
          <Button size="small" onClick={() => setMarking(true)}>
            {t('markPaid')}
          </Button>
        )}
        <ButtonLink size="small" to={paths.orgPayment({ orgId: org.id, paymentId: payment.id })}>
          {t('open')}
        </ButtonLink>
      </div>
      {marking && <MarkPaidDialog payment={payment} onClose={close} />}
    </div>
  );
}

const isOwed = ({ method, status }: Payment) => method === 'outside' && (status === 'draft' || status === 'open');

function factsOf(payment: Payment, t: ReturnType<typeof useText<keyof typeof messages>>) {
  const { total, refunded, due_at: due, paid_at: paid, finance, now } = payment;
  const waived = finance?.waived_reason;
  const late = due != null && isOwed(payment) && Date.parse(due) < Date.parse(now);
  const facts: ({ label: string; value: ReactNode } | false)[] = [
    { label: t('state'), value: <State payment={payment} /> },
    { label: t('total'), value: <Money amount={total.amount} currency={total.currency} /> },
    due != null && isOwed(payment) && {
      label: t('due'),
      value: (
        <>
          <When at={due} style="date" />
          {late && <span className="ms-2 font-semibold text-danger">{t('overdue')}</span>}
        </>
      ),
    },
    paid != null && waived == null && { label: t('paidAt'), value: <When at={paid} style="date" /> },
    refunded.amount > 0 && { label: t('back'), value: <Money amount={refunded.amount} currency={refunded.currency} /> },
    waived != null && { label: t('reason'), value: waived },
    finance?.outside_reference != null && { label: t('reference'), value: finance.outside_reference },
  ];
  return facts.filter((fact) => fact !== false);
}

function State({ payment }: { payment: Payment }) {
  const t = useText(messages);
  if (isOwed(payment)) return <Pill icon={FileClock} tone="warning" label={t('owed')} />;
  if (payment.finance?.waived_reason != null) return <Pill icon={CircleSlash} tone="neutral" label={t('waived')} />;
  return <PaymentState status={payment.status} />;
}
