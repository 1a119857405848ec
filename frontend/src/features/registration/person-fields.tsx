import { useWatch } from 'react-hook-form';
import type { EventDetails } from './api';
import messages from './messages.en.json';
import { asksMode, type Wish } from './schema';
import { useText } from '@/lib/i18n/use-text';
import { RadioField, TextField } from '@/ui/form/fields';
import { QuestionFields } from '@/ui/form/question-fields';

interface Props {
  event: EventDetails;
  /** Which of the party. */
  n: number;
}

export function NameAndAddress({ n }: { n: number }) {
  const t = useText(messages);
  // Only the first may be filled in by the browser: the others are other people.
  const [name, email] = n === 0 ? ['name', 'email'] : ['off', 'off'];
  return (
    <>
      <TextField name={`attendees.${String(n)}.full_name`} label={t('name')} hint={t('name.hint')} autoComplete={name} maxLength={200} dir="auto" />
      <TextField
        name={`attendees.${String(n)}.email`}
        label={t('email')}
        hint={t('email.hint')}
        type="email"
        inputMode="email"
        autoComplete={email}
        maxLength={254}
      />
    </>
  );
}

/** What is asked of everybody: the way to take part, where the ticket leaves it open, and the organizer's questions. */
export function AskedOfEach({ event, n }: Props) {
  return (
    <>
      <HowToTakePart event={event} n={n} />
      <QuestionFields questions={event.registration.questions} name={`attendees.${String(n)}.answers`} />
    </>
  );
}

/** Asked of a seat without a name too: a seat in the room is another than one in the meeting. */
export function HowToTakePart({ event, n }: Props) {
  const t = useText(messages);
  const ticket = useWatch<Wish, `attendees.${number}.ticket_type_id`>({ name: `attendees.${n}.ticket_type_id` });
  if (!asksMode(event, ticket)) return null;
  return (
    <RadioField
      name={`attendees.${String(n)}.mode`}
      label={t('mode')}
      look="card"
      columns={2}
      choices={(['online', 'in_person'] as const).map((value) => ({ value, label: t(`format.${value}`) }))}
    />
  );
}
