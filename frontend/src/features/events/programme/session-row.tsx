import { ArrowDown, ArrowUp, Ban, PencilLine, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import messages from './messages.en.json';
import { useCallOff, useRemoveSession } from './sessions';
import type { Event, Session } from '@/features/events/api';
import { formatWhen } from '@/lib/format/time';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { cn } from '@/ui/cn';
import { Confirm } from '@/ui/confirm';
import { Menu, type MenuItem } from '@/ui/menu';
import { When } from '@/ui/quantities';

interface Props {
  session: Session;
  event: Event;
  editable: boolean;
  /** The last session of an event cannot be removed. */
  only: boolean;
  onEdit: () => void;
  onUp?: () => void;
  onDown?: () => void;
}

export function SessionRow({ session, event, editable, only, onEdit, onUp, onDown }: Props) {
  const t = useText(messages);
  const org = useOrganization();
  const callOff = useCallOff(org.id, event.id);
  const remove = useRemoveSession(org.id, event.id);
  const [removing, setRemoving] = useState(false);
  const off = Boolean(session.cancelled_at);
  const refused = (error: unknown) => toast(isProblem(error) ? error.message : '', { tone: 'danger' });
  const items: MenuItem[] = [
    { label: t('edit'), icon: <PencilLine />, onSelect: onEdit },
    ...(onUp ? [{ label: t('up'), icon: <ArrowUp />, onSelect: onUp }] : []),
    ...(onDown ? [{ label: t('down'), icon: <ArrowDown />, onSelect: onDown }] : []),
    ...(only ? [] : [
      { label: t(off ? 'restore' : 'cancel'), icon: off ? <Undo2 /> : <Ban />, onSelect: () => callOff.mutate(session, { onError: refused }) },
      { label: t('remove'), icon: <Trash2 />, danger: true, onSelect: () => setRemoving(true) },
    ]),
  ];
  return (
    <li className="flex items-start gap-3 py-4">
      <div className="min-w-0 flex-1 space-y-1">
        <p className={cn('font-semibold', off && 'text-ink-muted line-through')}>{session.title}</p>
        <p>
          <When at={session.starts_at} to={session.ends_at} zone={event.time_zone} first="event" />
        </p>
        <p className="text-14 text-ink-muted">{factsOf(session, t)}</p>
        {session.actual_starts_at && session.actual_ends_at && (
          <p className="text-14 text-info">
            {t('actual', { from: formatWhen(session.actual_starts_at, event.time_zone, 'clock'), to: formatWhen(session.actual_ends_at, event.time_zone, 'clock') })}
          </p>
        )}
      </div>
      {editable && <Menu label={t('more', { title: session.title })} items={items} />}
      <Confirm
        danger
        open={removing}
        onClose={() => setRemoving(false)}
        title={t('removeTitle')}
        action={t('remove')}
        onConfirm={async () => {
          await remove.mutateAsync(session);
          toast(t('removed'));
        }}
      >
        {t('removeBody', { title: session.title })}
      </Confirm>
    </li>
  );
}

function factsOf(session: Session, t: ReturnType<typeof useText<keyof typeof messages>>): string {
  const facts = [
    Boolean(session.cancelled_at) && t('calledOff'),
    session.track,
    session.room,
    !session.mandatory && t('optional'),
    !session.creditable && t('noCredit'),
    t('breaks', { n: session.breaks.length }),
  ];
  return facts.filter((one) => Boolean(one)).join(' · ');
}
