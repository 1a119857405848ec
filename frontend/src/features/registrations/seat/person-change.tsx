import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { useName, useTransfer } from './api';
import messages from './messages.en.json';
import { registrations, type Registration } from '@/features/registrations/api';
import { useDesk } from '@/features/registrations/use-desk';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { PersonDialog } from '@/ui/form/person-dialog';

interface Props {
  person: Registration;
  name: string;
  onClose: () => void;
}

/** A seat gets its person: the first one, or another. */
export function PersonChange({ person, name, onClose }: Props) {
  const { org, eventId } = useDesk();
  const questions = useQuery(registrations.questions(org.id, eventId));
  // What is asked decides what the form is.
  if (!questions.data) return null;
  return person.unnamed ? (
    <Name person={person} questions={questions.data.data} onClose={onClose} />
  ) : (
    <Transfer person={person} name={name} questions={questions.data.data} onClose={onClose} />
  );
}

type Questions = Parameters<typeof PersonDialog>[0]['questions'];

function Name({ person, questions, onClose }: Omit<Props, 'name'> & { questions: Questions }) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const give = useName(org.id, eventId);
  return (
    <PersonDialog
      title={t('name.title')}
      lead={t('name.lead')}
      action={t('name')}
      questions={questions}
      onClose={onClose}
      onSubmit={async (who) => {
        await give.mutateAsync({ id: person.id, person: who });
        toast(t('name.done', { name: who.full_name }));
        onClose();
      }}
    />
  );
}

function Transfer({ person, name, questions, onClose }: Props & { questions: Questions }) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const transfer = useTransfer(org.id, eventId);
  const [, setParams] = useSearchParams();
  return (
    <PersonDialog
      title={t('transfer.title', { name })}
      lead={t('transfer.lead', { name })}
      action={t('transfer')}
      questions={questions}
      onClose={onClose}
      onSubmit={async (who) => {
        const { registration_id: next } = await transfer.mutateAsync({ id: person.id, person: who });
        toast(t('transfer.done', { name: who.full_name }));
        onClose();
        // The drawer goes on with the place, which is the other person's now.
        setParams((before) => new URLSearchParams([...[...before].filter(([key]) => key !== 'person'), ['person', next]]), { replace: true, preventScrollReset: true });
      }}
    />
  );
}
