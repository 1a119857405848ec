import { useMemo, useState } from 'react';
import { useRegister, type Booking, type EventDetails, type NewRegistration } from './api';
import messages from './messages.en.json';
import { NameShown } from './name-shown';
import { QuestionFields } from './question-fields';
import { emptyWish, schemaOf, type Wish } from './schema';
import { SeatLost } from './seat-lost';
import { useAppForm } from '@/lib/form/use-app-form';
import { ownZone } from '@/lib/format/time';
import { isProblem } from '@/lib/http/problem';
import { useLanguage } from '@/lib/i18n/locale';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import type { Me } from '@/lib/session/me';
import { Avatar } from '@/ui/avatar';
import { RadioField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { TextLink } from '@/ui/text-link';

interface Props {
  event: EventDetails;
  entryKey: string | null;
  me: Me | undefined;
  onBooked: (booking: Booking) => void;
}

export function RegisterForm({ event, entryKey, me, onBooked }: Props) {
  const t = useText(messages);
  const language = useLanguage();
  const { questions, ticket_types: tickets } = event.registration;
  const hybrid = event.format === 'hybrid';
  const known = me !== undefined;
  const schema = useMemo(() => schemaOf({ questions, known, hybrid }, t), [questions, known, hybrid, t]);
  const form = useAppForm(schema, { defaults: emptyWish(questions, ''), draft: `register:${event.id}` });
  const register = useRegister(known);
  const [seatLost, setSeatLost] = useState(false);
  const waits = event.availability === 'waitlist';

  const send = async (wish: Wish, waitlist: boolean) => {
    const body = { ...bodyOf(wish, event, known), access_key: entryKey ?? undefined, accept_waitlist: waitlist, locale: language, time_zone: ownZone() };
    try {
      onBooked(await register.mutateAsync(body));
    } catch (error) {
      if (!isProblem(error) || !error.is('sold-out') || waitlist || !event.registration.waitlist) throw error;
      setSeatLost(true);
    }
  };
  return (
    <Form form={form} onSubmit={(wish) => send(wish, waits)}>
      {waits && <p>{t('waitlist.how')}</p>}
      {me ? <Known me={me} /> : <Person />}
      {hybrid && (
        <RadioField
          name="attendees.0.mode"
          label={t('mode')}
          look="card"
          columns={2}
          choices={(['online', 'in_person'] as const).map((value) => ({ value, label: t(`format.${value}`) }))}
        />
      )}
      {tickets.length === 1 && tickets[0]?.description != null && <p className="text-ink-muted">{tickets[0].description}</p>}
      <QuestionFields questions={questions} />
      <NameShown />
      {seatLost && <SeatLost busy={register.isPending} onJoin={() => void form.handleSubmit((wish) => send(wish, true).then(form.dropDraft))()} />}
      <Submit>{waits ? t('submit.waitlist') : t('submit')}</Submit>
      <p className="text-14 text-ink-muted">{t('privacy', { organizer: event.organizer.name })}</p>
    </Form>
  );
}

function Person() {
  const t = useText(messages);
  return (
    <>
      <TextField name="attendees.0.full_name" label={t('name')} hint={t('name.hint')} autoComplete="name" maxLength={200} dir="auto" />
      <TextField name="attendees.0.email" label={t('email')} hint={t('email.hint')} type="email" inputMode="email" autoComplete="email" maxLength={254} />
    </>
  );
}

function Known({ me }: { me: Me }) {
  const t = useText(messages);
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-control border border-line bg-surface p-4">
      <Avatar name={me.full_name} src={me.photo_url} />
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-semibold">{me.full_name}</p>
        <p className="text-14 text-ink-muted">{me.email}</p>
      </div>
      <TextLink to={paths.myProfile()}>{t('changeProfile')}</TextLink>
    </div>
  );
}

function bodyOf({ attendees }: Wish, event: EventDetails, known: boolean): NewRegistration {
  return {
    event_id: event.id,
    attendees: attendees.map(({ full_name: name, email, mode, name_shown: shown, answers }) => ({
      ...(!known && { full_name: name.trim(), email: email.trim() }),
      ...(mode !== '' && { mode: mode as 'online' | 'in_person' }),
      name_shown: shown as 'full' | 'initials' | 'hidden',
      answers: Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== '')),
    })),
  };
}
