import { CircleCheck, CircleSlash, Hourglass, Lock, type LucideIcon } from 'lucide-react';
import type { Card } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Pill } from '@/ui/states/pill';

type Availability = Card['availability'];

const LOOK: Record<Availability, [LucideIcon, 'success' | 'warning' | 'info' | 'neutral']> = {
  open: [CircleCheck, 'success'],
  few_left: [CircleCheck, 'warning'],
  waitlist: [Hourglass, 'info'],
  sold_out: [CircleSlash, 'neutral'],
  closed: [Lock, 'neutral'],
};

/** Whether there is room, as a word with an icon; the number only where the organizer shows it. */
export function AvailabilityNote({ availability, seatsLeft }: { availability: Availability; seatsLeft: number | null }) {
  const t = useText(messages);
  const [icon, tone] = LOOK[availability];
  const counted = seatsLeft !== null && (availability === 'open' || availability === 'few_left');
  return <Pill icon={icon} tone={tone} label={counted ? t('seatsLeft', { n: seatsLeft }) : t(`availability.${availability}`)} />;
}
