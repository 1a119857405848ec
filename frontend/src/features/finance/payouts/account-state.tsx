import { Ban, CircleCheck, Hourglass, PencilLine, TriangleAlert, Unplug, type LucideIcon } from 'lucide-react';
import type { Account } from './api';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Pill } from '@/ui/states/status-pill';

type Look = [LucideIcon, 'neutral' | 'success' | 'warning' | 'danger' | 'info'];

const LOOKS: Record<Account['status'], Look> = {
  onboarding: [PencilLine, 'warning'],
  pending: [Hourglass, 'info'],
  active: [CircleCheck, 'success'],
  restricted: [TriangleAlert, 'warning'],
  rejected: [Ban, 'danger'],
  disconnected: [Unplug, 'neutral'],
};

export function AccountState({ status }: { status: Account['status'] }) {
  const t = useText(messages);
  const [icon, tone] = LOOKS[status];
  return <Pill icon={icon} tone={tone} label={t(`account.${status}`)} />;
}
