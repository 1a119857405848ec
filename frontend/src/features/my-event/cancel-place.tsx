import { useState } from 'react';
import { useCancel, type Holder } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Confirm } from '@/ui/confirm';
import { Field } from '@/ui/field';
import { TextArea } from '@/ui/text-input';

interface Props {
  holder: Holder;
  registrationId: string;
  onClose: () => void;
}

export function CancelPlace({ holder, registrationId, onClose }: Props) {
  const t = useText(messages);
  const [reason, setReason] = useState('');
  const cancel = useCancel(holder, registrationId);
  const confirm = async () => {
    await cancel.mutateAsync(reason);
    toast(t('cancel.done'));
  };
  return (
    <Confirm open danger onClose={onClose} title={t('cancel.title')} action={t('cancel.confirm')} onConfirm={confirm}>
      <p>{t('cancel.effect')}</p>
      <Field label={t('cancel.reason')} optional>
        {(control) => <TextArea {...control} maxLength={1000} value={reason} onChange={({ target }) => setReason(target.value)} />}
      </Field>
    </Confirm>
  );
}
