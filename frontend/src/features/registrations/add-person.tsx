import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { schemaOf, type Added } from './add-schema';
import { registrations, useAdd } from './api';
import messages from './messages.en.json';
import settling from './settlement/messages.en.json';
import { priceOf, settlementOf, UNSETTLED } from './settlement/settlement';
import { SettlementFields } from './settlement/settlement-fields';
import { useDesk } from './use-desk';
import type { Schema } from '@/api/contract';
import { emptyAnswers, givenAnswers } from '@/lib/form/answers';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Banner } from '@/ui/banner';
import { Dialog } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { CheckboxField, SelectField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import formMessages from '@/ui/form/messages.en.json';
import { QuestionFields } from '@/ui/form/question-fields';
import { Submit } from '@/ui/form/submit';
import { SkeletonRows } from '@/ui/skeleton';

/** What is asked depends on the event's tickets and questions, so these come first. */
export function AddPerson({ onClose }: { onClose: () => void }) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const tickets = useQuery(registrations.tickets(org.id, eventId));
  const questions = useQuery(registrations.questions(org.id, eventId));
  const error = tickets.error ?? questions.error;
  return (
    <Dialog open onClose={onClose} title={t('add')} description={t('addHint')}>
      {tickets.data && questions.data ? (
        <AddForm tickets={tickets.data.data} questions={questions.data.data} onClose={onClose} />
      ) : error ? (
        <ErrorState inline error={error} onRetry={() => void Promise.all([tickets.refetch(), questions.refetch()])} />
      ) : (
        <SkeletonRows />
      )}
    </Dialog>
  );
}

interface Props {
  tickets: Schema<'Ticket'>[];
  questions: Schema<'EventQuestion'>[];
  onClose: () => void;
}

function AddForm({ tickets, questions, onClose }: Props) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const add = useAdd(org.id, eventId);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [now] = useState(() => Date.now());
  const words = { t, settling: useText(settling), forms: useText(formMessages) };
  const priced = (id: string) => {
    const ticket = tickets.find((one) => one.id === id);
    return ticket === undefined ? null : priceOf(ticket, now);
  };
  const form = useAppForm<Added, Added>(schemaOf(questions, (id) => priced(id) !== null, words), {
    defaults: {
      ticket_type_id: tickets[0]?.id ?? '', full_name: '', email: '', professional_title: '', organization_name: '',
      answers: emptyAnswers(questions), payment: UNSETTLED, waitlist: true,
    },
  });
  const submit = async ({ waitlist, payment, professional_title: title, organization_name: employer, answers, ...person }: Added) => {
    const row = {
      ...person,
      answers: givenAnswers(answers),
      ...(title !== '' && { professional_title: title }),
      ...(employer !== '' && { organization_name: employer }),
    };
    const settles = priced(person.ticket_type_id) !== null;
    const { rows } = await add.mutateAsync({ row, over: waitlist ? 'waitlist' : 'refuse', payment: settles ? settlementOf(payment) : null });
    const outcome = rows[0]?.outcome;
    if (outcome === 'created' || outcome === 'waitlisted') {
      toast(t(outcome === 'created' ? 'added' : 'addedWaiting', { name: person.full_name }));
      onClose();
    } else setRefusal(outcome === 'exists' ? t('addExists') : (rows[0]?.detail ?? t('addRefused')));
  };
  return (
    <Form form={form} rename={{ '/rows/0/email': 'email', '/rows/0/full_name': 'full_name', '/payment': 'payment.how' }} onSubmit={submit}>
      {refusal !== null && <Banner tone="danger">{refusal}</Banner>}
      {tickets.length > 1 && <SelectField name="ticket_type_id" label={t('ticket')} options={tickets.map(({ id, name }) => ({ value: id, label: name }))} />}
      <TextField name="full_name" label={t('name')} autoComplete="off" />
      <TextField name="email" label={t('email')} type="email" inputMode="email" autoComplete="off" />
      <TextField name="professional_title" label={t('function')} optional autoComplete="off" />
      <TextField name="organization_name" label={t('employer')} optional autoComplete="off" />
      <QuestionFields questions={questions} name="answers" />
      <Settled priced={priced} />
      <CheckboxField name="waitlist" label={t('addOver')} />
      <Submit>{t('add')}</Submit>
    </Form>
  );
}

/** Asked only where the chosen ticket costs something. */
function Settled({ priced }: { priced: (ticket: string) => Schema<'Money'> | null }) {
  const ticket = useWatch<Added, 'ticket_type_id'>({ name: 'ticket_type_id' });
  const price = priced(ticket);
  return price === null ? null : <SettlementFields price={price} />;
}
