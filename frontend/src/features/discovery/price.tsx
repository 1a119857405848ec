import type { Card, EventDetails, Ticket } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { cheapest, hasFees } from '@/ui/price/cheapest';
import { Money, When } from '@/ui/quantities';

/** What somebody pays at least, with everything in it: the sum of the last page is no other. */
export function Price({ event: { price, price_varies: varies, free } }: { event: Pick<Card, 'price' | 'price_varies' | 'free'> }) {
  const t = useText(messages);
  if (price == null) return t('free');
  const money = <Money key="p" amount={price.amount} currency={price.currency} />;
  if (free) return <span>{t.rich('price.orFree', { price: money })}</span>;
  return varies ? <span>{t.rich('price.from', { price: money })}</span> : money;
}

/** The lines before paying name the organizer's price and the fees. */
export function FeesNote({ event: { price, registration } }: { event: EventDetails }) {
  const t = useText(messages);
  return hasFees(cheapest(price, registration.ticket_types)) && <span className="ms-2 text-14 font-normal text-ink-muted">{t('price.fees')}</span>;
}

/** How a price that is taxed is meant; nothing where no tax is taken. */
export function TaxNote({ tax }: { tax: Ticket['tax'] }) {
  const t = useText(messages);
  return tax == null ? null : <span className="ms-2 text-14 font-normal text-ink-muted">{t(`tax.${tax}`)}</span>;
}

/** Until when the lowest price holds, where it will rise. */
export function EarlyBird({ event: { price, registration } }: { event: EventDetails }) {
  const t = useText(messages);
  const { next_buyer_pays: next, price_ends_at: ends } = cheapest(price, registration.ticket_types) ?? {};
  if (next == null || ends == null || price == null || next.amount <= price.amount) return null;
  return <span className="block text-14 text-ink-muted">{t.rich('price.untilThenMore', { when: <When key="w" at={ends} /> })}</span>;
}
