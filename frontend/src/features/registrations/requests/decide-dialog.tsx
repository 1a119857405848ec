import { useState } from 'react';
import { useDecide, type Decision } from './api';
import messages from './messages.en.json';
import { useDesk } from '@/features/registrations/use-desk';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Confirm } from '@/ui/confirm';
import { Field } from '@/ui/field';
import { TextArea } from '@/ui/text-input';

interface Props {
  ids: string[];
  decision: Decision;
  onClose: () => void;
}

/** The effect first, for one or for many. */
export function DecideDialog({ ids, decision, onClose }: Props) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const decide = useDecide(org.id, eventId);
  const [reason, setReason] = useState('');
  const approves = decision === 'approve';
  const confirm = async () => {
    const { rows } = await decide.mutateAsync({ ids, decision, reason: reason.trim() });
    const refused = rows.filter(({ status }) => status == null);
    const done = rows.length - refused.length;
    if (done > 0) toast(t(approves ? 'approved' : 'declined', { n: done }));
    if (refused.length > 0) toast(t('failed', { n: refused.length, why: refused[0]?.detail ?? '' }), { tone: 'danger' });
  };
  return (
    <Confirm
      open
      danger={!approves}
      onClose={onClose}
      title={t(approves ? 'approveTitle' : 'declineTitle', { n: ids.length })}
      action={t(approves ? 'approveMany' : 'declineMany', { n: ids.length })}
      onConfirm={confirm}
    >
      <p>{t(approves ? 'approveBody' : 'declineBody')}</p>
      {!approves && (
        <Field label={t('reason')} hint={t('reasonHint')} optional>
          {(control) => <TextArea {...control} maxLength={1000} value={reason} onChange={({ target }) => setReason(target.value)} />}
        </Field>
      )}
    </Confirm>
  );
}
