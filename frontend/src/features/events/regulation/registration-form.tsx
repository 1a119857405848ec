import * as z from 'zod/mini';
import { useWatch } from 'react-hook-form';
import messages from './messages.en.json';
import { isStale, useSaveSettings } from './save';
import { tagOf, useEditEvent, type Event, type Settings } from '@/features/events/api';
import { localOf, momentOf } from '@/features/events/event-time';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText, type Text } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { CheckboxField, NumberField, TextField } from '@/ui/form/fields';
import { Banner } from '@/ui/banner';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

interface Values {
  registration_opens_at: string;
  registration_closes_at: string;
  guests_allowed: boolean;
  show_seats_left: boolean;
  capacity: number | null;
  waitlist_max: number | null;
  waitlist_offer_minutes: number | null;
  waitlist_auto_confirm: boolean;
  cancel_until_minutes: number | null;
  approval_required: boolean;
  names_locked_at: string;
  party_max: number | null;
  hold_minutes: number | null;
  reminders: string;
}

const numbersOf = (text: string): number[] => text.split(/[\s,;]+/).filter((one) => one !== '').map(Number);

function schemaOf(t: Text<keyof typeof messages>) {
  const whole = z.nullable(z.number().check(z.gte(0)));
  return z.object({
    registration_opens_at: z.string(),
    registration_closes_at: z.string(),
    guests_allowed: z.boolean(),
    show_seats_left: z.boolean(),
    capacity: z.nullable(z.number().check(z.gte(1, t('capacityWrong')), z.lte(100_000, t('capacityWrong')))),
    waitlist_max: whole,
    waitlist_offer_minutes: whole,
    waitlist_auto_confirm: z.boolean(),
    cancel_until_minutes: whole,
    approval_required: z.boolean(),
    names_locked_at: z.string(),
    party_max: z.nullable(z.number().check(z.gte(1, t('partyWrong')), z.lte(50, t('partyWrong')))),
    hold_minutes: z.nullable(z.number().check(z.gte(15, t('holdWrong')), z.lte(1440, t('holdWrong')))),
    reminders: z.string().check(
      z.refine((text) => numbersOf(text).length <= 5 && numbersOf(text).every((one) => Number.isInteger(one) && one > 0), t('remindersWrong')),
    ),
  });
}

export function RegistrationForm({ event, given: { data: settings, etag } }: { event: Event; given: { data: Settings; etag: string } }) {
  const t = useText(messages);
  const org = useOrganization();
  const save = useSaveSettings(org.id, event.id);
  const edit = useEditEvent(org.id, event.id);
  const { time_zone: zone } = event;
  const form = useAppForm<Values, Values>(schemaOf(t), {
    defaults: {
      ...settings,
      registration_opens_at: localOf(settings.registration_opens_at, zone),
      registration_closes_at: localOf(settings.registration_closes_at, zone),
      names_locked_at: localOf(settings.names_locked_at, zone),
      capacity: event.capacity ?? null,
      reminders: settings.reminders.join(', '),
    },
  });
  const submit = async ({ capacity, ...values }: Values) => {
    if (capacity !== (event.capacity ?? null)) {
      const { promoted } = await edit.mutateAsync({ body: { capacity }, ifMatch: tagOf(event) });
      if (promoted > 0) toast(t('promoted', { n: promoted }));
    }
    const body: Settings = {
      ...settings,
      ...values,
      registration_opens_at: momentOf(values.registration_opens_at, zone),
      registration_closes_at: momentOf(values.registration_closes_at, zone),
      waitlist_max: values.waitlist_max ?? 0,
      waitlist_offer_minutes: values.waitlist_offer_minutes ?? settings.waitlist_offer_minutes,
      cancel_until_minutes: values.cancel_until_minutes ?? 0,
      names_locked_at: momentOf(values.names_locked_at, zone),
      party_max: values.party_max ?? settings.party_max,
      hold_minutes: values.hold_minutes ?? settings.hold_minutes,
      reminders: numbersOf(values.reminders),
    };
    await save.mutateAsync({ body, ifMatch: etag });
    toast(t('saved'));
  };
  return (
    <Form form={form} onSubmit={submit}>
      {isStale(save.error) && <Banner tone="warning">{t('changedMeanwhile')}</Banner>}
      <TextField name="registration_opens_at" label={t('opensAt')} hint={t('opensHint')} type="datetime-local" optional />
      <TextField name="registration_closes_at" label={t('closesAt')} hint={t('closesHint')} type="datetime-local" optional />
      <NumberField name="capacity" label={t('capacity')} hint={t('capacityHint')} optional className="max-w-40" />
      <Waitlist />
      <NumberField name="cancel_until_minutes" label={t('cancelUntil')} hint={t('cancelUntilHint')} className="max-w-40" />
      <TextField name="reminders" label={t('reminders')} hint={t('remindersHint')} optional autoComplete="off" />
      <NumberField name="party_max" label={t('partyMax')} className="max-w-40" />
      <TextField name="names_locked_at" label={t('namesLocked')} hint={t('namesLockedHint')} type="datetime-local" optional />
      <NumberField name="hold_minutes" label={t('holdMinutes')} hint={t('holdMinutesHint')} className="max-w-40" />
      <CheckboxField name="approval_required" label={t('approval')} hint={t('approvalHint')} />
      <CheckboxField name="guests_allowed" label={t('guests')} />
      <CheckboxField name="show_seats_left" label={t('seatsLeft')} />
      <Submit>{t('save')}</Submit>
    </Form>
  );
}

/** A waiting list without a limit of seats has no effect, and says so where it stands (UX-22). */
function Waitlist() {
  const t = useText(messages);
  const capacity = useWatch<Values, 'capacity'>({ name: 'capacity' });
  const most = useWatch<Values, 'waitlist_max'>({ name: 'waitlist_max' });
  const idle = capacity === null && (most ?? 0) > 0;
  return (
    <>
      <div>
        <NumberField name="waitlist_max" label={t('waitlistMax')} hint={t('waitlistMaxHint')} className="max-w-40" />
        {idle && <p className="mt-1.5 text-14 font-semibold text-warning">{t('waitlistNoLimit')}</p>}
      </div>
      {(most ?? 0) > 0 && (
        <>
          <CheckboxField name="waitlist_auto_confirm" label={t('autoConfirm')} />
          <NumberField name="waitlist_offer_minutes" label={t('offerMinutes')} className="max-w-40" />
        </>
      )}
    </>
  );
}
