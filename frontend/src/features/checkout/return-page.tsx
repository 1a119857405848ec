import { useQuery } from '@tanstack/react-query';
import { useLocation, useSearchParams } from 'react-router';
import { checkout, isUnpaid, type Buyer, type Payment } from './api';
import { earlierTry, type EarlierTry } from './earlier-try';
import { Ended } from './ended';
import messages from './messages.en.json';
import { Paid } from './paid';
import { PaymentDocuments } from './payment-documents';
import { PaymentPrice } from './payment-price';
import { Processing } from './processing';
import { Stranger } from './stranger';
import { Unpaid } from './unpaid';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { paths, safeNext } from '@/lib/paths';
import { ErrorState } from '@/ui/error-state';
import { useExit } from '@/ui/focus-exit';
import { SkeletonPage } from '@/ui/skeleton';

/**
 * P6: the truth about a payment, also after a bank's challenge. The link's secret stays in the
 * fragment, which no server sees, so that reload and back keep working for a guest.
 */
export default function ReturnPage() {
  const [search] = useSearchParams();
  const location = useLocation();
  const { hash } = location;
  const buyer = { id: search.get('payment') ?? '', seal: decodeURIComponent(hash.slice(1)) };
  const truth = useQuery(checkout.truth(buyer));
  return (
    <div className="mx-auto max-w-form">
      {/* A token page leaves no trace elsewhere (UX-46). */}
      <meta name="robots" content="noindex" />
      <meta name="referrer" content="no-referrer" />
      {truth.data ? (
        <Truth buyer={buyer} payment={truth.data} receivedAt={truth.dataUpdatedAt} left={search.has('left')} cameFrom={cameFrom(location.state)} earlier={earlierTry(location.state)} />
      ) : isProblem(truth.error) && truth.error.status === 401 && buyer.seal === '' ? (
        <Stranger />
      ) : truth.error ? (
        <ErrorState page error={truth.error} onRetry={() => void truth.refetch()} />
      ) : (
        <SkeletonPage />
      )}
    </div>
  );
}

/** The place whose page led here. */
function cameFrom(state: unknown): string | null {
  return typeof state === 'object' && state !== null && 'back' in state && typeof state.back === 'string' ? safeNext(state.back) : null;
}

interface Props {
  buyer: Buyer;
  payment: Payment;
  receivedAt: number;
  /** Came back from the vendor's page without paying. */
  left: boolean;
  cameFrom: string | null;
  earlier: EarlierTry;
}

function Truth({ buyer, payment, receivedAt, left, cameFrom: from, earlier }: Props) {
  const t = useText(messages);
  const { event } = payment;
  const eventPage = event == null ? paths.events() : paths.event({ slug: event.slug });
  const back = from ?? safeNext(payment.return_to ?? null) ?? eventPage;
  useExit(eventPage, event?.title ?? t('events'));
  return (
    <div className="space-y-6">
      {isUnpaid(payment) ? (
        <Unpaid buyer={buyer} payment={payment} receivedAt={receivedAt} left={left} back={back} earlier={earlier} />
      ) : payment.status === 'paid' || payment.method === 'outside' ? (
        <Paid payment={payment} back={back} />
      ) : payment.status === 'processing' ? (
        <Processing payment={payment} back={back} />
      ) : (
        <Ended buyer={buyer} payment={payment} />
      )}
      <PaymentPrice payment={payment} />
      <PaymentDocuments buyer={buyer} payment={payment} />
    </div>
  );
}
