import { useState } from 'react';
import { useCancel, useResend, type Registration } from './api';
import messages from './messages.en.json';
import { RenameDialog } from './rename-dialog';
import { useDesk } from './use-desk';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';
import { Field } from '@/ui/field';
import { TextInput } from '@/ui/text-input';

const LIVE = ['requested', 'held', 'offered', 'waitlisted', 'confirmed'];

export function PersonActions({ person }: { person: Registration }) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const resend = useResend(org.id);
  const cancel = useCancel(org.id, eventId);
  const [open, setOpen] = useState<'rename' | 'cancel' | null>(null);
  const [reason, setReason] = useState('');
  const name = person.full_name ?? person.email ?? t('unnamed');
  const sendLinks = () =>
    resend.mutate(person.id, {
      onSuccess: () => toast(t('person.resent')),
      onError: (error) => toast(isProblem(error) ? error.message : '', { tone: 'danger' }),
    });
  if (!LIVE.includes(person.status)) return null;
  return (
    <>
      <Button size="small" variant="quiet" onClick={() => setOpen('cancel')}>
        {t('person.cancel')}
      </Button>
      <Button size="small" busy={resend.isPending} onClick={sendLinks}>
        {t('person.resend')}
      </Button>
      <Button size="small" onClick={() => setOpen('rename')}>
        {t('person.edit')}
      </Button>
      {open === 'rename' && <RenameDialog person={person} onClose={() => setOpen(null)} />}
      <Confirm
        danger
        open={open === 'cancel'}
        onClose={() => setOpen(null)}
        title={t('person.cancelTitle')}
        action={t('person.cancel')}
        onConfirm={async () => {
          await cancel.mutateAsync({ id: person.id, reason: reason.trim() });
          toast(t('person.cancelled'));
        }}
      >
        <p>{t('person.cancelBody', { name })}</p>
        <Field label={t('person.cancelReason')} optional>
          {(control) => <TextInput {...control} value={reason} maxLength={1000} onChange={({ target }) => setReason(target.value)} />}
        </Field>
      </Confirm>
    </>
  );
}
