import type { EventDetails } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { cheapest, hasFees } from '@/ui/price/cheapest';
import { Credits, Money, When } from '@/ui/quantities';

function Price({ event: { price, price_varies: varies, free } }: { event: EventDetails }) {
  const t = useText(messages);
  if (price == null) return t('free');
  const money = <Money key="p" amount={price.amount} currency={price.currency} />;
  return free || varies ? t.rich(free ? 'price.orFree' : 'price.from', { price: money }) : money;
}

/** What one registers for, beside the form; first on a phone. */
export function EventSummary({ event }: { event: EventDetails }) {
  const t = useText(messages);
  const tickets = event.registration.ticket_types;
  const tax = tickets.find(({ buyer_pays: pays }) => pays != null)?.tax;
  return (
    <aside aria-label={t('summary')} className="space-y-3 rounded-dialog border border-line bg-surface p-5 shadow-raised max-lg:order-first">
      <p className="text-14 text-ink-muted">{event.organizer.name}</p>
      <p className="text-18 font-semibold">{event.title}</p>
      <p>
        <When at={event.starts_at} to={event.ends_at} zone={event.time_zone} />
      </p>
      <p className="text-14 text-ink-muted">{[t.of('format', event.format), event.venue_name].filter(Boolean).join(' · ')}</p>
      {event.credits.map(({ designation_id: id, amount, type, body }) => (
        <p key={id} className="text-14">
          {t.rich('upTo', { credits: <Credits key="c" amount={amount} unit={type} /> })} · {body}
        </p>
      ))}
      <p className="border-t border-line pt-3 font-semibold">
        <Price event={event} />
        {hasFees(cheapest(event.price, tickets)) && <span className="ms-2 text-14 font-normal text-ink-muted">{t('price.fees')}</span>}
        {tax != null && <span className="ms-2 text-14 font-normal text-ink-muted">{t(`tax.${tax}`)}</span>}
      </p>
    </aside>
  );
}
