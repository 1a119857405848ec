import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'react-router';
import { myEvents, type Holder, type Personal } from './api';
import messages from './messages.en.json';
import { paymentPath } from './payment-link';
import { useText } from '@/lib/i18n/use-text';
import { DocumentList } from '@/ui/documents/document-list';
import { Facts, Panel } from '@/ui/panel';
import { Money } from '@/ui/quantities';
import { ButtonLink } from '@/ui/text-link';

/** What was paid for the booking and what went back; the lines stand on the payment's own page. */
export function MyPayment({ holder, personal: { registration } }: { holder: Holder; personal: Personal }) {
  const t = useText(messages);
  const { pathname } = useLocation();
  const { payment } = registration;
  const state = payment == null ? null : stateOf(payment.status, registration.status);
  if (payment == null || state === null) return null;
  const { total, refunded } = payment;
  const opens = payment.token != null || 'registration' in holder;
  const items = [
    { label: t(`payment.${state}`), value: <Money amount={total.amount} currency={total.currency} /> },
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
      <div className="space-y-5">
        <Facts columns={2} items={items} />
        {opens && <Documents id={payment.id} token={payment.token ?? null} />}
      </div>
    </Panel>
  );
}

/** A sure place whose payment is still open is paid by invoice; what is only held says so elsewhere. */
function stateOf(payment: string, place: string): 'paid' | 'processing' | 'invoice' | null {
  if (payment === 'paid' || payment === 'processing') return payment;
  return payment === 'open' && place === 'confirmed' ? 'invoice' : null;
}

/** The page stands without them; what fails here can be had on the payment's own page. */
function Documents({ id, token }: { id: string; token: string | null }) {
  const { data } = useQuery(myEvents.payment(id, token));
  if (data === undefined || data.documents.length === 0) return null;
  return (
    <div className="border-t border-line pt-5">
      <DocumentList documents={data.documents} reader={{ as: token === null ? 'me' : { seal: token }, of: 'sales' }} />
    </div>
  );
}
