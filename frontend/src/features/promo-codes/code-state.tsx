import { Archive, Ban, CalendarClock, CircleCheck, CircleSlash, Clock, type LucideIcon } from 'lucide-react';
import type { Status } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Pill } from '@/ui/states/status-pill';

const LOOKS: Record<Status, [LucideIcon, 'neutral' | 'success' | 'warning' | 'info']> = {
  active: [CircleCheck, 'success'],
  scheduled: [CalendarClock, 'info'],
  used_up: [CircleSlash, 'warning'],
  expired: [Clock, 'neutral'],
  disabled: [Ban, 'neutral'],
  archived: [Archive, 'neutral'],
};

export function CodeState({ status }: { status: Status }) {
  const t = useText(messages);
  const [icon, tone] = LOOKS[status];
  return <Pill icon={icon} tone={tone} label={t(`status.${status}`)} />;
}
