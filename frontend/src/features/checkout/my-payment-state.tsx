import { Ban, CircleCheck, CircleSlash, CircleX, Clock, Hourglass, PencilLine, ReceiptText, Undo2, type LucideIcon } from 'lucide-react';
import type { MyPayment } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Pill, type Look } from '@/ui/states/pill';

type State = 'paid' | 'refunded' | 'partly' | 'pay' | 'processing' | 'invoice' | 'expired' | 'failed' | 'canceled' | 'unfinished';

const LOOKS: Record<State, [LucideIcon, Look]> = {
  paid: [CircleCheck, 'success'],
  refunded: [Undo2, 'neutral'],
  partly: [Undo2, 'info'],
  pay: [Clock, 'warning'],
  processing: [Hourglass, 'info'],
  invoice: [ReceiptText, 'warning'],
  expired: [CircleSlash, 'neutral'],
  failed: [CircleX, 'danger'],
  canceled: [Ban, 'neutral'],
  unfinished: [PencilLine, 'neutral'],
};

/** What the buyer would call it: what came back and what is left to do count more than the word of the books. */
export function stateOf({ status, method, next, total, refunded }: Pick<MyPayment, 'status' | 'method' | 'next' | 'total' | 'refunded'>): State {
  if (status === 'paid') return refunded.amount === 0 ? 'paid' : refunded.amount < total.amount ? 'partly' : 'refunded';
  if (status === 'draft' || status === 'open') return method === 'outside' ? 'invoice' : next === 'pay' ? 'pay' : 'unfinished';
  return status;
}

export function MyPaymentState({ payment }: { payment: Parameters<typeof stateOf>[0] }) {
  const t = useText(messages);
  const state = stateOf(payment);
  const [icon, tone] = LOOKS[state];
  return <Pill icon={icon} tone={tone} label={t(`state.${state}`)} />;
}
