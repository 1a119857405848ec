import { useLocation } from 'react-router';
import type { Holder, Personal } from './api';
import messages from './messages.en.json';
import { paymentPath } from './payment-link';
import { useText } from '@/lib/i18n/use-text';
import { Facts, Panel } from '@/ui/panel';
import { Money } from '@/ui/quantities';
import { ButtonLink } from '@/ui/text-link';

/** What was paid for the booking and what went back; the lines stand on the payment's own page. */
export function MyPayment({ holder, personal: { registration } }: { holder: Holder; personal: Personal }) {
  const t = useText(messages);
  const { pathname } = useLocation();
  const { payment } = registration;
  if (payment == null || !['paid', 'processing'].includes(payment.status)) return null;
  const { total, refunded } = payment;
  const opens = payment.token != null || 'registration' in holder;
  const items = [
    { label: t(payment.status === 'paid' ? 'payment.paid' : 'payment.processing'), value: <Money amount={total.amount} currency={total.currency} /> },
    ...(refunded.amount > 0 ? [{ label: t('payment.refunded'), value: <Money amount={refunded.amount} currency={refunded.currency} /> }] : []),
  ];
  return (
    <Panel
      title={t('payment')}
      actions={
        opens && (
          <ButtonLink size="small" to={paymentPath(payment)} state={{ back: pathname }}>
            {t('payment.open')}
          </ButtonLink>
        )
      }
    >
      <Facts columns={2} items={items} />
    </Panel>
  );
}
