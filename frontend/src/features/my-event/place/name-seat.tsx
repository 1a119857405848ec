import { useNameSeat } from './api';
import messages from './messages.en.json';
import type { Holder, Personal } from '@/features/my-event/api';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { PersonDialog } from '@/ui/form/person-dialog';

interface Props {
  holder: Holder;
  seat: string;
  questions: Personal['questions'];
  onClose: () => void;
}

export function NameSeat({ holder, seat, questions, onClose }: Props) {
  const t = useText(messages);
  const name = useNameSeat(holder, seat);
  return (
    <PersonDialog
      title={t('seat.title')}
      lead={t('seat.lead')}
      action={t('seat.save')}
      questions={questions}
      onClose={onClose}
      onSubmit={async (person) => {
        await name.mutateAsync(person);
        toast(t('party.named', { name: person.full_name }));
        onClose();
      }}
    />
  );
}
