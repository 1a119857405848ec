import type { Ticket, TicketPrice } from './api';
import messages from './messages.en.json';
import { formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { Money, When } from '@/ui/quantities';

/** Each price with what the buyer pays and the organizer receives of it, as the server works it out. */
export function TicketPrices({ ticket, zone }: { ticket: Ticket; zone: string }) {
  const t = useText(messages);
  if (ticket.prices.length === 0) return <p className="font-semibold">{t('free')}</p>;
  return (
    <ul className="space-y-3">
      {ticket.prices.map((one, at) => (
        <li key={at}>
          <p>
            <span className="font-semibold">
              <Money {...one.price} />
            </span>
            {one.valid_to != null && <span className="text-14 text-ink-muted"> {t.rich('until', { when: <When key="w" at={one.valid_to} zone={zone} first="event" /> })}</span>}
          </p>
          <BuildUp price={one} />
        </li>
      ))}
    </ul>
  );
}

function BuildUp({ price: { build_up: up } }: { price: TicketPrice }) {
  const t = useText(messages);
  if (up == null) return <p className="text-14 text-ink-muted">{t('buildUp.unknown')}</p>;
  const text = ({ amount, currency }: { amount: number; currency: string }) => formatMoney(amount, currency);
  return (
    <p className="text-14 text-ink-muted">
      {t('buildUp', { pays: text(up.buyer_pays), receives: text(up.organizer_receives) })}
      <span className="block">{t('buildUp.fees', { service: text(up.service_fee), processing: text(up.processing_fee) })}</span>
    </p>
  );
}
