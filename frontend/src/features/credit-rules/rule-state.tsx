import { Archive, CircleCheck, PencilLine } from 'lucide-react';
import type { RuleSet } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Pill } from '@/ui/states/status-pill';

const LOOK = { draft: [PencilLine, 'neutral'], published: [CircleCheck, 'success'], retired: [Archive, 'neutral'] } as const;

export function RuleState({ status }: { status: RuleSet['status'] }) {
  const t = useText(messages);
  const [icon, tone] = LOOK[status];
  return <Pill icon={icon} tone={tone} label={t(`status.${status}`)} />;
}
