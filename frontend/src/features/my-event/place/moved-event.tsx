import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import messages from './messages.en.json';
import { myEvents, type Holder, type Personal } from '@/features/my-event/api';
import { formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { Money, When } from '@/ui/quantities';

const CancelPlace = lazy(async () => ({ default: (await import('@/features/my-event/cancel-place')).CancelPlace }));

/** The event was moved, and whoever cannot follow gets everything back until the new start (EV-12). */
export function MovedEvent({ holder, personal: { registration } }: { holder: Holder; personal: Personal }) {
  const t = useText(messages);
  const [open, setOpen] = useState(false);
  const { id, refund_offered_until: until } = registration;
  const { data } = useQuery({ ...myEvents.cancellation(holder, id), enabled: until != null });
  if (until == null) return null;
  const refund = data?.refund;
  const when = <When key="w" at={until} />;
  return (
    <>
      <Banner
        tone="info"
        title={t('moved.title')}
        actions={
          data?.can_cancel === true && (
            <Button onClick={() => setOpen(true)}>
              {refund == null ? t('moved.cancelFree') : t('moved.cancel', { sum: formatMoney(refund.amount, refund.currency) })}
            </Button>
          )
        }
      >
        {refund == null ? t.rich('moved.free', { when }) : t.rich('moved.paid', { when, sum: <Money key="s" amount={refund.amount} currency={refund.currency} /> })}
      </Banner>
      <Suspense>{open && <CancelPlace holder={holder} registrationId={id} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
