import { TicketPlus, UserPlus, UserRoundX } from 'lucide-react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import type { EventDetails } from './api';
import messages from './messages.en.json';
import { AskedOfEach, HowToTakePart, NameAndAddress } from './person-fields';
import { emptyAttendee, ticketOf, type Wish } from './schema';
import { formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { CheckboxField, SelectField } from '@/ui/form/fields';

/** Further people of the booking, each with name, address and answers of their own, or a seat that is named later (RG-19). */
export function Party({ event }: { event: EventDetails }) {
  const t = useText(messages);
  const { control, getValues } = useFormContext<Wish>();
  const { fields, append, remove } = useFieldArray({ control, name: 'attendees' });
  const first = getValues('attendees.0.ticket_type_id');
  const { party_max: largest } = event.registration;
  const most = Math.min(largest, ticketOf(event, first)?.max_per_booking ?? largest);
  const full = fields.length >= most;
  const add = (later: boolean) => append(emptyAttendee(event.registration.questions, getValues('attendees.0.ticket_type_id'), later), { shouldFocus: !later });
  return (
    <>
      {fields.slice(1).map(({ id }, at) => (
        <Person key={id} event={event} n={at + 1} onRemove={() => remove(at + 1)} />
      ))}
      <div className="flex flex-wrap gap-3">
        <Button reason={full ? t('party.full', { n: most }) : undefined} onClick={() => add(false)}>
          <UserPlus aria-hidden />
          {t('party.add')}
        </Button>
        {!full && (
          <Button onClick={() => add(true)}>
            <TicketPlus aria-hidden />
            {t('party.addLater')}
          </Button>
        )}
      </div>
    </>
  );
}

function Person({ event, n, onRemove }: { event: EventDetails; n: number; onRemove: () => void }) {
  const t = useText(messages);
  const tickets = event.registration.ticket_types;
  const later = useWatch<Wish, `attendees.${number}.later`>({ name: `attendees.${n}.later` });
  return (
    <fieldset className="min-w-0 space-y-6 rounded-control border border-line bg-surface p-4 md:p-5">
      <legend className="sr-only">{t('party.person', { n: n + 1 })}</legend>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p aria-hidden className="text-18 font-semibold">
          {t('party.person', { n: n + 1 })}
        </p>
        <Button size="small" variant="quiet" onClick={onRemove}>
          <UserRoundX aria-hidden />
          {t('party.remove', { n: n + 1 })}
        </Button>
      </div>
      {tickets.length > 1 && (
        <SelectField
          name={`attendees.${String(n)}.ticket_type_id`}
          label={t('ticket')}
          placeholder={t('choose')}
          options={tickets
            .filter(({ availability }) => !['sold_out', 'closed'].includes(availability))
            .map(({ id, name, buyer_pays: pays }) => ({
              value: id,
              label: `${name} · ${pays == null ? t('free') : formatMoney(pays.amount, pays.currency)}`,
            }))}
        />
      )}
      <CheckboxField name={`attendees.${String(n)}.later`} label={t('party.later')} hint={t('party.laterHint')} />
      {later === true ? (
        <HowToTakePart event={event} n={n} />
      ) : (
        <>
          <NameAndAddress n={n} />
          <AskedOfEach event={event} n={n} />
        </>
      )}
    </fieldset>
  );
}
