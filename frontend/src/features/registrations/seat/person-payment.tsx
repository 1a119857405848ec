import type { ReactNode } from 'react';
import messages from './messages.en.json';
import { Section } from '@/features/registrations/section';
import { useRefresh, type Registration } from '@/features/registrations/api';
import { useDesk } from '@/features/registrations/use-desk';
import { useText } from '@/lib/i18n/use-text';
import { Facts } from '@/ui/panel';
import { Money } from '@/ui/quantities';

/** What stands about the money of a place; finance's, put here by `app`. */
export type PaymentOf = (paymentId: string, onPaid: () => void) => ReactNode;

/** Whoever may not see money reads the state of the payment and no more of it. */
export function PersonPayment({ person: { payment }, of }: { person: Registration; of: PaymentOf }) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const refresh = useRefresh(org.id, eventId);
  if (payment == null) return null;
  const { total, refunded, status, id } = payment;
  const items = [
    { label: t('payment.state'), value: t(`payment.${status}`) },
    { label: t('payment.total'), value: <Money amount={total.amount} currency={total.currency} /> },
    ...(refunded.amount > 0 ? [{ label: t('payment.back'), value: <Money amount={refunded.amount} currency={refunded.currency} /> }] : []),
  ];
  return <Section title={t('payment')}>{org.can('view-finance') ? of(id, () => void refresh()) : <Facts columns={2} items={items} />}</Section>;
}
