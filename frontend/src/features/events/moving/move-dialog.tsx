import { useState } from 'react';
import * as z from 'zod/mini';
import { useReschedule, type Moved } from './api';
import messages from './messages.en.json';
import { MoveEffect } from './move-effect';
import type { Schema } from '@/api/contract';
import { tagOf, type Event } from '@/features/events/api';
import type { LocalTime } from '@/lib/format/clock-change';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Confirm } from '@/ui/confirm';
import { Dialog } from '@/ui/dialog';
import { CheckboxField, FormField, TextAreaField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { ZonedDateTime } from '@/ui/zoned-date-time';

type Body = Schema<'RescheduleEvent'>;

interface Effect {
  body: Body;
  moved: Moved;
  /** The event as it was when this was asked; a change meanwhile is refused. */
  ifMatch: string;
}

/** First when and on which terms, then what it means for whom, then it is done (EV-12). */
export function MoveDialog({ event, open, onClose }: { event: Event; open: boolean; onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const reschedule = useReschedule(org.id, event.id);
  const [typed, setTyped] = useState<Values>(() => asItIs(event));
  const [effect, setEffect] = useState<Effect | null>(null);
  const close = () => {
    setEffect(null);
    setTyped(asItIs(event));
    onClose();
  };
  const look = async (values: Values) => {
    const { start, message, offer_refund: offer } = values;
    const body: Body = { local_start: `${start.date}T${start.time}`, offer_refund: offer, ...(message !== '' && { message }) };
    const ifMatch = tagOf(event);
    setEffect({ body, moved: await reschedule.mutateAsync({ body, ifMatch, preview: true }), ifMatch });
    setTyped(values);
  };
  const move = async ({ body, ifMatch }: Effect) => {
    await reschedule.mutateAsync({ body, ifMatch, preview: false });
    toast(t('done'));
    close();
  };
  return (
    <>
      <Dialog open={open && effect === null} onClose={close} title={t('title')} description={t('lead')} size="medium">
        <Fields event={event} typed={typed} onLook={look} />
      </Dialog>
      {effect && (
        <Confirm open title={t('title')} action={t('act', { n: effect.moved.people_to_tell })} onClose={() => setEffect(null)} onConfirm={() => move(effect)}>
          <MoveEffect moved={effect.moved} zone={event.time_zone} />
        </Confirm>
      )}
    </>
  );
}

interface Values {
  start: { date: string; time: string; zone: string };
  message: string;
  offer_refund: boolean;
}

function asItIs({ starts_local: starts, time_zone: zone }: Event): Values {
  return { start: { date: starts.slice(0, 10), time: starts.slice(11, 16), zone }, message: '', offer_refund: true };
}

function Fields({ event, typed, onLook }: { event: Event; typed: Values; onLook: (values: Values) => Promise<void> }) {
  const t = useText(messages);
  const schema = z.object({
    start: z.object({ date: z.string(), time: z.string(), zone: z.string() }).check(
      z.refine(({ date, time }) => date !== '' && time !== '', t('start.missing')),
      z.refine(({ date, time }) => `${date}T${time}` !== event.starts_local.slice(0, 16), t('same')),
    ),
    message: z.string().check(z.trim(), z.maxLength(2000)),
    offer_refund: z.boolean(),
  });
  const form = useAppForm(schema, { defaults: typed });
  return (
    <Form form={form} rename={{ '/local_start': 'start' }} onSubmit={onLook}>
      <FormField<LocalTime> group name="start" label={t('start')} hint={t('start.hint')}>
        {(control) => <ZonedDateTime {...control} zoneFixed />}
      </FormField>
      <TextAreaField name="message" label={t('message')} hint={t('message.hint')} optional rows={3} maxLength={2000} />
      <CheckboxField name="offer_refund" label={t('offer')} hint={t('offer.hint')} />
      <Submit>{t('next')}</Submit>
    </Form>
  );
}
