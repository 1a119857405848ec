import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useAnswerOffer, useLeaveWaitlist, type Holder, type Personal } from './api';
import messages from './messages.en.json';
import { paymentPath } from './payment-link';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { When } from '@/ui/quantities';

interface Props {
  holder: Holder;
  personal: Personal;
}

/** In the queue, or with a seat on offer for a while. */
export function Waiting({ holder, personal }: Props) {
  return personal.registration.status === 'offered' ? <Offer holder={holder} personal={personal} /> : <Queue holder={holder} personal={personal} />;
}

function Offer({ holder, personal: { registration } }: Props) {
  const t = useText(messages);
  const answer = useAnswerOffer(holder, registration.id);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  // A seat that costs something is held until it is paid.
  const take = () =>
    answer.mutate(true, {
      onSuccess: ({ payment, status }) => {
        if (status === 'held' && payment != null) void navigate(paymentPath(payment), { state: { back: pathname } });
      },
    });
  return (
    <>
      <Banner
        tone="success"
        title={t('offer')}
        actions={
          <>
            <Button variant="primary" busy={answer.isPending && answer.variables} onClick={take}>
              {t('offer.accept')}
            </Button>
            <Button busy={answer.isPending && !answer.variables} onClick={() => answer.mutate(false)}>
              {t('offer.decline')}
            </Button>
          </>
        }
      >
        {registration.offer_expires_at != null && t.rich('offer.until', { when: <When key="w" at={registration.offer_expires_at} /> })}
      </Banner>
      {answer.error && <ErrorState inline error={answer.error} />}
    </>
  );
}

function Queue({ holder, personal: { registration } }: Props) {
  const t = useText(messages);
  const [sure, setSure] = useState(false);
  const leave = useLeaveWaitlist(holder, registration.id);
  return (
    <section className="space-y-4 rounded-dialog border border-line bg-surface p-5 shadow-raised md:p-6">
      <p className="text-24 font-bold">{registration.waitlist_position == null ? t('queue') : t('queue.position', { n: registration.waitlist_position })}</p>
      <p className="max-w-prose">{t('queue.how')}</p>
      {leave.error && <ErrorState inline error={leave.error} />}
      {sure ? (
        <div className="flex flex-wrap items-center gap-3">
          <span className="font-semibold">{t('queue.sure')}</span>
          <Button variant="danger" busy={leave.isPending} onClick={() => leave.mutate(undefined)}>
            {t('queue.leave')}
          </Button>
          <Button variant="quiet" onClick={() => setSure(false)}>
            {t('queue.stay')}
          </Button>
        </div>
      ) : (
        <Button onClick={() => setSure(true)}>{t('queue.leave')}</Button>
      )}
    </section>
  );
}
