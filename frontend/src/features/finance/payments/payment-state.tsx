import { Ban, CircleCheck, CircleSlash, CircleX, Hourglass, PencilLine, Radio, type LucideIcon } from 'lucide-react';
import type { Listed } from './api';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Pill } from '@/ui/states/status-pill';

const LOOKS: Record<Listed['status'], [LucideIcon, 'neutral' | 'success' | 'warning' | 'danger' | 'info']> = {
  draft: [PencilLine, 'neutral'],
  open: [Radio, 'info'],
  processing: [Hourglass, 'info'],
  paid: [CircleCheck, 'success'],
  canceled: [Ban, 'neutral'],
  expired: [CircleSlash, 'neutral'],
  failed: [CircleX, 'danger'],
};

export function PaymentState({ status }: { status: Listed['status'] }) {
  const t = useText(messages);
  const [icon, tone] = LOOKS[status];
  return <Pill icon={icon} tone={tone} label={t(`payment.${status}`)} />;
}
