import { usePassOn, type PassedOn } from './api';
import messages from './messages.en.json';
import type { Holder, Personal } from '@/features/my-event/api';
import { useText } from '@/lib/i18n/use-text';
import { PersonDialog } from '@/ui/form/person-dialog';

interface Props {
  holder: Holder;
  personal: Personal;
  onPassed: (to: PassedOn) => void;
  onClose: () => void;
}

/** Says what happens, and asks once. */
export function PassOn({ holder, personal: { registration, questions }, onPassed, onClose }: Props) {
  const t = useText(messages);
  const passOn = usePassOn(holder, registration.id);
  return (
    <PersonDialog
      danger
      title={t('passOn.title')}
      lead={t('passOn.lead')}
      action={t('passOn.action')}
      questions={questions}
      onClose={onClose}
      onSubmit={async (person) => onPassed(await passOn.mutateAsync(person))}
    />
  );
}
