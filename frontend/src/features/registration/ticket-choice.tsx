import type { EventDetails, Ticket } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { RadioField } from '@/ui/form/fields';
import { Money, When } from '@/ui/quantities';

/** Which ticket, as cards with their price; not asked where there is only one. */
export function TicketChoice({ event, name }: { event: EventDetails; name: string }) {
  const t = useText(messages);
  const tickets = event.registration.ticket_types;
  const [only] = tickets;
  if (tickets.length < 2) return only?.description != null ? <p className="break-words text-ink-muted">{only.description}</p> : null;
  const choices = tickets.map((ticket) => ({
    value: ticket.id,
    label: <CardLabel ticket={ticket} />,
    hint: <CardHint ticket={ticket} hybrid={event.format === 'hybrid'} />,
    disabled: ['sold_out', 'closed'].includes(ticket.availability),
  }));
  return <RadioField name={name} label={t('ticket')} look="card" choices={choices} />;
}

function CardLabel({ ticket: { name, buyer_pays: pays, tax } }: { ticket: Ticket }) {
  const t = useText(messages);
  return (
    <span className="flex min-w-0 flex-1 flex-wrap justify-between gap-x-4">
      <span className="min-w-0 break-words">{name}</span>
      <span>
        {pays == null ? t('free') : <Money amount={pays.amount} currency={pays.currency} />}
        {pays != null && tax != null && <span className="ms-2 text-14 font-normal text-ink-muted">{t(`tax.${tax}`)}</span>}
      </span>
    </span>
  );
}

function CardHint({ ticket, hybrid }: { ticket: Ticket; hybrid: boolean }) {
  const t = useText(messages);
  const { description, mode, availability, seats_left: left, min_per_booking: min, price_ends_at: ends, next_buyer_pays: next } = ticket;
  const facts = [
    hybrid && mode !== 'any' && t(`format.${mode}`),
    availability === 'few_left' && left != null ? t('ticket.left', { n: left }) : availability !== 'open' && t(`ticket.${availability}`),
    min > 1 && t('ticket.atLeast', { n: min }),
  ].filter(Boolean);
  return (
    <>
      {description != null && <span className="block break-words">{description}</span>}
      {facts.length > 0 && <span className="block">{facts.join(' · ')}</span>}
      {ends != null && next != null && (
        <span className="block">
          {t.rich('ticket.until', { when: <When key="w" at={ends} />, next: <Money key="n" amount={next.amount} currency={next.currency} /> })}
        </span>
      )}
    </>
  );
}
