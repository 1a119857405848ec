import { ArrowLeftRight, Ban, Check, PencilLine, Repeat2, UserPlus, X } from 'lucide-react';
import { useState } from 'react';
import { useCancel, useResend, type Registration } from './api';
import messages from './messages.en.json';
import { RenameDialog } from './rename-dialog';
import { nameOf } from './registration-rows';
import { DecideDialog } from './requests/decide-dialog';
import requests from '@/features/registrations/requests/messages.en.json';
import seat from '@/features/registrations/seat/messages.en.json';
import { PersonChange } from './seat/person-change';
import { SwitchDialog } from './seat/switch-dialog';
import { useDesk } from './use-desk';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';
import { Field } from '@/ui/field';
import { Menu, type MenuItem } from '@/ui/menu';
import { TextInput } from '@/ui/text-input';

const LIVE = ['requested', 'held', 'offered', 'waitlisted', 'confirmed'];

type Act = 'rename' | 'cancel' | 'person' | 'switch' | 'approve' | 'decline';

export function PersonActions({ person }: { person: Registration }) {
  const t = useText(messages);
  const of = useText(seat);
  const ask = useText(requests);
  const { org } = useDesk();
  const resend = useResend(org.id);
  const [open, setOpen] = useState<Act | null>(null);
  const close = () => setOpen(null);
  const name = nameOf(person, t);
  if (!LIVE.includes(person.status)) return null;
  const sendLinks = () =>
    resend.mutate(person.id, {
      onSuccess: () => toast(t('person.resent')),
      onError: (error) => toast(isProblem(error) ? error.message : '', { tone: 'danger' }),
    });
  const named: MenuItem[] = [
    { label: t('person.edit'), icon: <PencilLine />, onSelect: () => setOpen('rename') },
    ...(person.status === 'confirmed' ? [{ label: of('transfer'), icon: <ArrowLeftRight />, onSelect: () => setOpen('person') }] : []),
  ];
  const items: MenuItem[] = [
    ...(person.unnamed ? [] : named),
    { label: of('switch'), icon: <Repeat2 />, onSelect: () => setOpen('switch') },
    { kind: 'line' },
    { label: t('person.cancel'), icon: <Ban />, danger: true, onSelect: () => setOpen('cancel') },
  ];
  return (
    <>
      <Menu label={t('more')} items={items} />
      {person.status === 'requested' && (
        <>
          <Button size="small" onClick={() => setOpen('decline')}>
            <X aria-hidden />
            {ask('decline')}
          </Button>
          <Button size="small" variant="primary" onClick={() => setOpen('approve')}>
            <Check aria-hidden />
            {ask('approve')}
          </Button>
        </>
      )}
      {person.unnamed && (
        <Button size="small" variant="primary" onClick={() => setOpen('person')}>
          <UserPlus aria-hidden />
          {of('name')}
        </Button>
      )}
      {!person.unnamed && person.status !== 'requested' && (
        <Button size="small" busy={resend.isPending} onClick={sendLinks}>
          {t('person.resend')}
        </Button>
      )}
      {open === 'rename' && <RenameDialog person={person} onClose={close} />}
      {open === 'person' && <PersonChange person={person} name={name} onClose={close} />}
      {open === 'switch' && <SwitchDialog person={person} name={name} onClose={close} />}
      {(open === 'approve' || open === 'decline') && <DecideDialog ids={[person.id]} decision={open} onClose={close} />}
      <CancelPerson open={open === 'cancel'} person={person} name={name} onClose={close} />
    </>
  );
}

function CancelPerson({ open, person, name, onClose }: { open: boolean; person: Registration; name: string; onClose: () => void }) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const cancel = useCancel(org.id, eventId);
  const [reason, setReason] = useState('');
  return (
    <Confirm
      danger
      open={open}
      onClose={onClose}
      title={t('person.cancelTitle')}
      action={t('person.cancel')}
      keep={t('person.keep')}
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
  );
}
