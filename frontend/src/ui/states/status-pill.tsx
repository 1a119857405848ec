import {
  Ban, CircleCheck, CircleDashed, CircleDot, CircleSlash, CircleX, Clock, Hourglass, Lock, PencilLine, Radio, RefreshCw, Ticket,
  type LucideIcon,
} from 'lucide-react';
import messages from './messages.en.json';
import { Pill, type Look } from './pill';
import { useText } from '@/lib/i18n/use-text';

export { Pill };

const STATES = {
  event: {
    draft: [PencilLine, 'neutral'],
    published: [CircleCheck, 'accent'],
    live: [Radio, 'success'],
    completed: [CircleDot, 'info'],
    closed: [Lock, 'neutral'],
    cancelled: [Ban, 'danger'],
  },
  registration: {
    requested: [Hourglass, 'info'],
    held: [Clock, 'warning'],
    offered: [Ticket, 'warning'],
    waitlisted: [Hourglass, 'info'],
    confirmed: [CircleCheck, 'success'],
    expired: [CircleSlash, 'neutral'],
    cancelled: [Ban, 'neutral'],
    declined: [CircleX, 'danger'],
    transferred: [RefreshCw, 'neutral'],
  },
  presence: {
    pending: [CircleDashed, 'info'],
    met: [CircleCheck, 'success'],
    not_met: [CircleX, 'warning'],
    excused: [CircleSlash, 'neutral'],
  },
  certificate: {
    valid: [CircleCheck, 'success'],
    active: [CircleCheck, 'success'],
    expired: [Clock, 'warning'],
    replaced: [RefreshCw, 'info'],
    superseded: [RefreshCw, 'info'],
    erased: [CircleSlash, 'neutral'],
    revoked: [Ban, 'danger'],
  },
} satisfies Record<string, Record<string, [LucideIcon, Look]>>;

export type StatusKind = keyof typeof STATES;

/** A state as a word with an icon, the same word on screen, in mail and in CSV (UX-7). */
export function StatusPill({ kind, status }: { kind: StatusKind; status: string }) {
  const t = useText(messages);
  const known = (STATES[kind] as Record<string, [LucideIcon, Look] | undefined>)[status];
  return <Pill icon={known?.[0] ?? CircleDashed} tone={known?.[1] ?? 'neutral'} label={t.of(kind, status)} />;
}
