import type { LucideIcon } from 'lucide-react';
import { cn } from '@/ui/cn';

export type Look = 'neutral' | 'accent' | 'success' | 'warning' | 'danger' | 'info';

const TONES: Record<Look, string> = {
  neutral: 'bg-sunken text-ink-muted',
  accent: 'bg-accent-soft text-on-accent-soft',
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
  info: 'bg-info-soft text-info',
};

/** For a state that UX-7 does not list: always a word with an icon. */
export function Pill({ icon: Icon, tone, label }: { icon: LucideIcon; tone: Look; label: string }) {
  return (
    <span className={cn('inline-flex h-6 items-center gap-1.5 rounded-chip px-2 text-14 font-semibold whitespace-nowrap', TONES[tone])}>
      <Icon aria-hidden className="size-3.5" strokeWidth={2.5} />
      {label}
    </span>
  );
}
