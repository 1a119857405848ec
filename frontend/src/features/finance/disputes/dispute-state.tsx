import { CircleCheck, CircleSlash, CircleX, Search, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { Dispute } from './api';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Pill } from '@/ui/states/status-pill';

const LOOKS: Record<Dispute['status'], [LucideIcon, 'neutral' | 'success' | 'warning' | 'danger' | 'info']> = {
  needs_response: [TriangleAlert, 'danger'],
  warning_needs_response: [TriangleAlert, 'warning'],
  under_review: [Search, 'info'],
  warning_under_review: [Search, 'info'],
  warning_closed: [CircleCheck, 'success'],
  won: [CircleCheck, 'success'],
  lost: [CircleX, 'danger'],
  closed: [CircleSlash, 'neutral'],
  prevented: [CircleSlash, 'neutral'],
};

export function DisputeState({ status }: { status: Dispute['status'] }) {
  const t = useText(messages);
  const [icon, tone] = LOOKS[status];
  return <Pill icon={icon} tone={tone} label={t(`dispute.${status}`)} />;
}
