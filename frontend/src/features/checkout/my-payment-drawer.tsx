import { useQuery } from '@tanstack/react-query';
import { checkout, isUnpaid, type Payment } from './api';
import messages from './messages.en.json';
import { PayAgain } from './pay-again';
import { PaymentDocuments } from './payment-documents';
import { PaymentPrice } from './payment-price';
import { formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Banner } from '@/ui/banner';
import { Drawer } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { When } from '@/ui/quantities';
import { Skeleton } from '@/ui/skeleton';
import { ButtonLink } from '@/ui/text-link';

/** One payment with its lines, refunds and documents; it has an address, so a mail can lead here. */
export function MyPaymentDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText(messages);
  const query = useQuery(checkout.one({ id, seal: '' }));
  return (
    <Drawer open onClose={onClose} title={query.data?.event?.title ?? t('mine.noEvent')}>
      {query.error && !query.data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-64" />}
      {query.data && <Shown payment={query.data} />}
    </Drawer>
  );
}

const ENDED = ['expired', 'failed', 'canceled'];

function Shown({ payment }: { payment: Payment }) {
  const t = useText(messages);
  const buyer = { id: payment.id, seal: '' };
  const { status, method, due_at: due, total, tax } = payment;
  return (
    <div className="space-y-6">
      {method === 'outside' && status !== 'paid' && due != null && <Banner>{t.rich('invoice.due', { when: <When key="w" at={due} style="date" /> })}</Banner>}
      {isUnpaid(payment) && (
        <ButtonLink variant="primary" to={paths.checkoutReturn(null, { payment: payment.id })} state={{ back: paths.myPayments() }}>
          {t(tax?.behavior === 'exclusive' ? 'pay.plusTax' : 'pay', { price: formatMoney(total.amount, total.currency) })}
        </ButtonLink>
      )}
      {ENDED.includes(status) ? <PayAgain buyer={buyer} payment={payment} /> : <ToEvent payment={payment} />}
      <PaymentDocuments buyer={buyer} payment={payment} />
      <PaymentPrice payment={payment} />
    </div>
  );
}

function ToEvent({ payment: { event, items } }: { payment: Payment }) {
  const t = useText(messages);
  const own = items.length === 1 ? items[0]?.registration_id : null;
  if (event == null) return null;
  return <ButtonLink to={own == null ? paths.myEvents() : paths.myEvent({ registrationId: own })}>{t(own == null ? 'mine.registrations' : 'mine.event')}</ButtonLink>;
}
