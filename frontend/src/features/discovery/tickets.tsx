import { Ticket as Icon } from 'lucide-react';
import { useSearchParams } from 'react-router';
import type { EventDetails, Ticket } from './api';
import { AvailabilityNote } from './availability-note';
import messages from './messages.en.json';
import { TaxNote } from './price';
import { useText } from '@/lib/i18n/use-text';
import { OneField } from '@/ui/form/one-field';
import { hasFees } from '@/ui/price/cheapest';
import { Money, When } from '@/ui/quantities';
import { RefundTerms } from '@/ui/refund-terms/refund-terms';

interface Props {
  event: EventDetails;
  /** What was typed to see hidden tickets. */
  code: string | null;
}

/** What one can choose from, where there is something to choose or to pay. */
export function Tickets({ event, code }: Props) {
  const t = useText(messages);
  const { ticket_types: tickets, open } = event.registration;
  const plain = tickets.length === 1 && tickets[0]?.buyer_pays == null && tickets[0]?.description == null;
  if (plain && code === null) return null;
  return (
    <section className="space-y-4">
      <h2 className="text-24 font-bold">{t('tickets')}</h2>
      <ul className="grid grid-cols-[minmax(0,1fr)] divide-y divide-line rounded-control border border-line bg-surface">
        {tickets.map((ticket) => (
          <Row key={ticket.id} ticket={ticket} hybrid={event.format === 'hybrid'} />
        ))}
      </ul>
      {open && event.refund_terms != null && event.price != null && (
        <RefundTerms terms={event.refund_terms} event={event} currency={event.price.currency} fees={tickets.some(hasFees)} />
      )}
      {open && <Code code={code} />}
    </section>
  );
}

function Row({ ticket, hybrid }: { ticket: Ticket; hybrid: boolean }) {
  const t = useText(messages);
  const { name, description, mode, availability, seats_left: left, min_per_booking: min, max_per_booking: max, opens_at: opens, closes_at: closes } = ticket;
  const number = min > 1 ? (max == null ? t('ticket.atLeast', { min }) : t('ticket.perBooking', { min, max })) : null;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 p-4">
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex items-center gap-2 font-semibold">
          <Icon aria-hidden className="size-4.5 shrink-0 text-accent" />
          <span className="min-w-0 break-words">{name}</span>
        </p>
        {description != null && <p className="break-words whitespace-pre-line text-ink-muted">{description}</p>}
        <p className="text-14 text-ink-muted">{[hybrid && mode !== 'any' && t(`ticket.mode.${mode}`), number].filter(Boolean).join(' · ')}</p>
        {opens != null && availability === 'closed' && <p className="text-14 text-ink-muted">{t.rich('ticket.opens', { when: <When key="w" at={opens} /> })}</p>}
        {closes != null && availability !== 'closed' && <p className="text-14 text-ink-muted">{t.rich('ticket.closes', { when: <When key="w" at={closes} /> })}</p>}
      </div>
      <div className="space-y-1 sm:text-end">
        <TicketPrice ticket={ticket} />
        {availability !== 'open' && <AvailabilityNote availability={availability} seatsLeft={left ?? null} />}
      </div>
    </li>
  );
}

function TicketPrice({ ticket: { buyer_pays: pays, next_buyer_pays: next, price_ends_at: ends, tax } }: { ticket: Ticket }) {
  const t = useText(messages);
  if (pays == null) return <p className="font-semibold">{t('free')}</p>;
  const money = (
    <p className="font-semibold">
      <Money amount={pays.amount} currency={pays.currency} />
      <TaxNote tax={tax} />
    </p>
  );
  if (next == null || ends == null) return money;
  return (
    <>
      {money}
      <p className="text-14 text-ink-muted">
        {t.rich('price.thenNext', { when: <When key="w" at={ends} />, next: <Money key="n" amount={next.amount} currency={next.currency} /> })}
      </p>
    </>
  );
}

/** The code goes into the address, so that the link can be sent on and comes back by reload. */
function Code({ code }: { code: string | null }) {
  const t = useText(messages);
  const [, setSearch] = useSearchParams();
  const show = (typed: string) =>
    setSearch((before) => new URLSearchParams([...[...before].filter(([key]) => key !== 'code'), ['code', typed.trim()]]), { preventScrollReset: true });
  return (
    <details open={code !== null} className="rounded-control border border-line bg-surface open:pb-4">
      <summary className="px-4 py-3 font-semibold text-accent">{t('code')}</summary>
      <div className="max-w-form space-y-3 px-4 pt-1">
        {code !== null && <p className="text-14 text-ink-muted">{t('code.used', { code })}</p>}
        <OneField
          label={t('code.label')}
          hint={t('code.hint')}
          submit={t('code.show')}
          maxLength={50}
          autoComplete="off"
          check={(typed) => (typed.trim() === '' ? t('code.missing') : null)}
          onSubmit={show}
        />
      </div>
    </details>
  );
}
