import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import type { Booking, Entry, EventDetails } from './api';
import { KnownPerson } from './known-person';
import messages from './messages.en.json';
import { NameShown } from './name-shown';
import { OrderPrice } from './order-price';
import { Party } from './party';
import { AskedOfEach, NameAndAddress } from './person-fields';
import { PromoCode } from './promo-code';
import { emptyWish, schemaOf, type Wish } from './schema';
import { SeatLost } from './seat-lost';
import { TicketChoice } from './ticket-choice';
import { draftOf, useBooking } from './use-booking';
import { useOrder, type Order } from './use-order';
import { useAppForm } from '@/lib/form/use-app-form';
import { formatMoney } from '@/lib/format/money';
import { isProblem } from '@/lib/http/problem';
import { useText, type Text } from '@/lib/i18n/use-text';
import type { Me } from '@/lib/session/me';
import { Banner } from '@/ui/banner';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { Skeleton } from '@/ui/skeleton';

// Only what costs something has an invoice.
const InvoiceFields = lazy(() => import('@/ui/invoice/invoice-fields'));

interface Props {
  event: EventDetails;
  entry: Entry;
  me: Me | undefined;
  onBooked: (booking: Booking) => void;
}

export function RegisterForm({ event, entry, me, onBooked }: Props) {
  const t = useText(messages);
  const known = me !== undefined;
  const schema = useMemo(() => schemaOf({ event, known }, t), [event, known, t]);
  const form = useAppForm(schema, { defaults: emptyWish(event), draft: draftOf(event) });
  const order = useOrder(event, form.control);
  const { book, busy } = useBooking(event, entry, known);
  const [seatLost, setSeatLost] = useState(false);
  const owes = useRef(false);
  const asks = event.registration.approval_required;
  const sold = event.registration.ticket_types.some(({ buyer_pays: pays }) => pays != null);
  const taxed = event.registration.ticket_types.some(({ tax }) => tax != null);

  const send = async (wish: Wish, waitlist: boolean) => {
    try {
      const code = order.refused === null ? wish.promo_code : '';
      const booking = await book({ ...wish, promo_code: code }, waitlist, order.quote?.total);
      owes.current = booking === null;
      if (booking) onBooked(booking);
    } catch (error) {
      if (!isProblem(error) || !error.is('sold-out') || waitlist || !event.registration.waitlist) throw error;
      setSeatLost(true);
    }
  };
  // What is not paid yet may have to be typed again, unless it is kept.
  const dropDraft = () => {
    if (!owes.current) form.dropDraft();
  };
  return (
    <Form form={{ ...form, dropDraft }} onSubmit={(wish) => send(wish, order.waits)}>
      {asks && <Banner title={t('approval')}>{t(sold ? 'approval.paid' : 'approval.free')}</Banner>}
      {order.waits && !asks && <p>{t('waitlist.how')}</p>}
      <TicketChoice event={event} name="attendees.0.ticket_type_id" />
      {me ? <KnownPerson me={me} /> : <NameAndAddress n={0} />}
      <AskedOfEach event={event} n={0} />
      <Party event={event} />
      <NameShown />
      <PromoCode event={event} entryKey={entry.key} order={order} />
      {sold && (
        <Suspense fallback={<Skeleton className="h-12" />}>
          <InvoiceFields at="invoice" taxed={taxed} />
        </Suspense>
      )}
      <OrderPrice event={event} order={order} later={asks} />
      {seatLost && <SeatLost busy={busy} onJoin={() => void form.handleSubmit((wish) => send(wish, true).then(dropDraft))()} />}
      <Submit>{asks ? t('submit.ask') : labelOf(order, t)}</Submit>
      <p className="text-14 text-ink-muted">{t('privacy', { organizer: event.organizer.name })}</p>
    </Form>
  );
}

/** The press says what it does, to the cent (UX-J3). */
function labelOf({ waits, pieces, quote }: Order, t: Text<keyof typeof messages>): string {
  if (waits) return t('submit.waitlist');
  if (pieces.length === 0 || quote?.total.amount === 0) return t('submit');
  return quote ? t(quote.tax.behavior === 'exclusive' ? 'submit.payPlusTax' : 'submit.pay', { price: formatMoney(quote.total.amount, quote.total.currency) }) : t('submit.toPayment');
}
