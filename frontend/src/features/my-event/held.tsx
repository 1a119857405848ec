import { useLocation } from 'react-router';
import type { Holder, Personal } from './api';
import messages from './messages.en.json';
import { paymentPath } from './payment-link';
import { formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { When } from '@/ui/quantities';
import { ButtonLink } from '@/ui/text-link';

/** A seat kept until it is paid. Only the buyer can pay; the others of a booking are told so. */
export function Held({ holder, personal: { registration } }: { holder: Holder; personal: Personal }) {
  const t = useText(messages);
  const { pathname } = useLocation();
  const { payment, hold_expires_at: until } = registration;
  const mayPay = payment != null && (payment.token != null || 'registration' in holder);
  return (
    <Banner
      tone="warning"
      title={t('ended.held')}
      actions={
        mayPay && (
          <ButtonLink variant="primary" to={paymentPath(payment)} state={{ back: pathname }}>
            {t('pay', { price: formatMoney(payment.total.amount, payment.total.currency) })}
          </ButtonLink>
        )
      }
    >
      {until != null && <p>{t.rich('held.until', { when: <When key="w" at={until} /> })}</p>}
      {payment != null && !mayPay && <p>{t('held.other')}</p>}
    </Banner>
  );
}
