import { lazy, Suspense, useState } from 'react';
import { useGiveUp, useOpenCheckout, type Buyer, type Payment } from './api';
import type { EarlierTry } from './earlier-try';
import { HoldClock } from './hold-clock';
import messages from './messages.en.json';
import { formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { leaveFor } from '@/lib/navigation';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { Skeleton } from '@/ui/skeleton';

// Most payments are not taxed, and ask for nothing more.
const PayTaxed = lazy(() => import('./pay-taxed'));

interface Props {
  buyer: Buyer;
  payment: Payment;
  receivedAt: number;
  left: boolean;
  back: string;
  earlier: EarlierTry;
}

/** Seat, code and answers are kept while the hold lasts; paying goes on where it was left. */
export function Unpaid({ buyer, payment, receivedAt, left, back, earlier }: Props) {
  const t = useText(messages);
  const open = useOpenCheckout(buyer);
  const [sure, setSure] = useState(false);
  const giveUp = useGiveUp(buyer);
  const places = payment.items.length;
  const [told, setTold] = useState(earlier.refused);
  const pay = () => open.mutate({ back }, { onSuccess: ({ checkout_url: url }) => leaveFor(url) });
  // A field says itself what is wrong with it.
  const said = open.error ?? (open.isIdle && told?.errors.length === 0 ? told : null);
  return (
    <>
      <PageHeader title={t('held', { n: places })} lead={left ? t('held.left') : t('held.lead')} />
      {payment.code_dropped != null && (
        <Banner tone="warning" title={t('dropped', { code: payment.code_dropped.code })}>
          {t.of('dropped', payment.code_dropped.reason)}
        </Banner>
      )}
      <section className="space-y-4 rounded-dialog border border-accent bg-accent-soft p-5 text-on-accent-soft md:p-6">
        {payment.hold_expires_at != null && <HoldClock until={payment.hold_expires_at} serverNow={payment.now} receivedAt={receivedAt} />}
        {payment.status === 'draft' && <p>{t('until.more')}</p>}
        {payment.tax != null && (
          <Suspense fallback={<Skeleton className="h-56" />}>
            <PayTaxed buyer={buyer} payment={payment} back={back} earlier={earlier} onTry={() => setTold(null)} />
          </Suspense>
        )}
        <div className="flex flex-wrap gap-3">
          {payment.tax == null && (
            <Button variant="primary" size="large" busy={open.isPending || open.isSuccess} onClick={pay}>
              {t('pay', { price: formatMoney(payment.total.amount, payment.total.currency) })}
            </Button>
          )}
          <Button size="large" onClick={() => setSure(true)}>
            {t('giveUp', { n: places })}
          </Button>
        </div>
      </section>
      {said && <ErrorState inline error={said} />}
      <Confirm
        danger
        open={sure}
        onClose={() => setSure(false)}
        title={t('giveUp.title', { n: places })}
        action={t('giveUp', { n: places })}
        keep={t('giveUp.keep', { n: places })}
        onConfirm={() => giveUp.mutateAsync()}
      >
        <p>{t('giveUp.effect', { n: places })}</p>
      </Confirm>
    </>
  );
}
