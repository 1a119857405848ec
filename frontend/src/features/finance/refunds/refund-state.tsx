import { Ban, CircleCheck, CirclePause, CircleX, Hourglass, RefreshCw, Send, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { Refund, Run } from './api';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Pill } from '@/ui/states/status-pill';

type Look = [LucideIcon, 'neutral' | 'success' | 'warning' | 'danger' | 'info'];

const REFUNDS: Record<Refund['status'], Look> = {
  requested: [Hourglass, 'info'],
  submitted: [Send, 'info'],
  pending: [Hourglass, 'info'],
  succeeded: [CircleCheck, 'success'],
  failed: [CircleX, 'danger'],
  canceled: [Ban, 'neutral'],
};

const RUNS: Record<Run['status'], Look> = {
  running: [RefreshCw, 'info'],
  paused: [CirclePause, 'warning'],
  done: [CircleCheck, 'success'],
  done_with_failures: [TriangleAlert, 'danger'],
};

export function RefundState({ status }: { status: Refund['status'] }) {
  const t = useText(messages);
  const [icon, tone] = REFUNDS[status];
  return <Pill icon={icon} tone={tone} label={t(`refund.${status}`)} />;
}

export function RunState({ status }: { status: Run['status'] }) {
  const t = useText(messages);
  const [icon, tone] = RUNS[status];
  return <Pill icon={icon} tone={tone} label={t(`run.${status}`)} />;
}
