import { useNavigate } from 'react-router';
import { openCheckout, useRegister, type Booking, type EventDetails, type Entry, type NewRegistration, type PaymentDue, type Quote } from './api';
import { asksMode, NO_TICKET, type Wish } from './schema';
import { givenAnswers } from '@/lib/form/answers';
import { writeDraft } from '@/lib/form/draft';
import { ownZone } from '@/lib/format/time';
import { isProblem, type Problem } from '@/lib/http/problem';
import { useLanguage } from '@/lib/i18n/locale';
import { leaveFor } from '@/lib/navigation';
import { paths } from '@/lib/paths';
import { invoiceTo } from '@/ui/invoice/invoice';

export const draftOf = ({ id }: EventDetails) => `register:${id}`;

/**
 * Books, and where something is to be paid goes on to the vendor's page. The page of the payment takes
 * this one's place in the history first, so that "back" leads to the truth and to the held seat.
 */
export function useBooking(event: EventDetails, entry: Entry, known: boolean) {
  const register = useRegister(known);
  const language = useLanguage();
  const navigate = useNavigate();
  const book = async (wish: Wish, acceptWaitlist: boolean, shown: Quote['total'] | undefined): Promise<Booking | null> => {
    const booking = await register.mutateAsync({
      ...bodyOf(wish, event, known),
      ...(entry.key !== null && { access_key: entry.key }),
      ...(entry.code !== null && { access_code: entry.code }),
      ...(wish.promo_code !== '' && { promo_code: wish.promo_code }),
      accept_waitlist: acceptWaitlist,
      locale: language,
      time_zone: ownZone(),
    });
    if (booking.payment == null) return booking;
    // Should the seat be given up or its time run out, nothing has to be typed again.
    writeDraft(draftOf(event), wish, new Date());
    await pay(booking, booking.payment, wish, shown);
    return null;
  };
  const pay = async (booking: Booking, payment: PaymentDue, wish: Wish, shown: Quote['total'] | undefined) => {
    const place = booking.registrations[0];
    const back = known ? paths.myEvent({ registrationId: place?.id ?? '' }) : paths.personal({ token: place?.token ?? '' });
    const page = await openCheckout(payment, back, invoiceTo(wish.invoice), shown).catch((error: unknown) => ({ refused: refusalOf(error) }));
    // A refusal keeps nothing of what the invoice should say, so it goes along to the next try.
    const state = 'refused' in page ? { back, invoice: wish.invoice, refused: page.refused } : { back };
    await navigate(`${paths.checkoutReturn(null, { payment: payment.id })}#${payment.token}`, { replace: true, state });
    // Without a page to pay on, the seat is held all the same, and the payment's own page offers the next try.
    if (!('refused' in page)) leaveFor(page.checkout_url);
  };
  return { book, busy: register.isPending };
}

/** What the buyer can do something about; whatever else went wrong may have passed by the next try. */
const refusalOf = (error: unknown): Problem | null => (isProblem(error) && error.status >= 400 && error.status < 500 ? error.problem : null);

function bodyOf({ attendees }: Wish, event: EventDetails, known: boolean): NewRegistration {
  return {
    event_id: event.id,
    attendees: attendees.map(({ ticket_type_id: ticket, later, full_name: name, email, mode, name_shown: shown, answers }, n) => ({
      ...(ticket !== NO_TICKET && { ticket_type_id: ticket }),
      ...(!(known && n === 0) && later !== true && { full_name: name.trim(), email: email.trim() }),
      ...(asksMode(event, ticket) && mode !== '' && { mode: mode as 'online' | 'in_person' }),
      name_shown: shown as 'full' | 'initials' | 'hidden',
      answers: later === true ? {} : givenAnswers(answers),
    })),
  };
}
