import { Check, CircleHelp, Minus, X, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

export type VerdictTone = 'genuine' | 'caution' | 'not-genuine' | 'not-found';

const LOOK: Record<VerdictTone, { icon: LucideIcon; seal: string; box: string }> = {
  genuine: { icon: Check, seal: 'text-success', box: 'border-success bg-success-soft' },
  caution: { icon: Minus, seal: 'text-warning', box: 'border-warning bg-warning-soft' },
  'not-genuine': { icon: X, seal: 'text-danger', box: 'border-danger bg-danger-soft' },
  'not-found': { icon: CircleHelp, seal: 'text-ink-subtle', box: 'border-control bg-sunken' },
};

const POINTS = 16;

/** A scalloped round, drawn once from its geometry. */
const OUTLINE = Array.from({ length: POINTS * 2 }, (_, at) => {
  const radius = at % 2 === 0 ? 48 : 43.5;
  const angle = (at * Math.PI) / POINTS;
  return `${(50 + radius * Math.sin(angle)).toFixed(2)},${(50 - radius * Math.cos(angle)).toFixed(2)}`;
}).join(' ');

/** The seal shape stands only where something is verified (UX-5). */
export function Seal({ tone, className }: { tone: VerdictTone; className?: string }) {
  const { icon: Icon, seal } = LOOK[tone];
  return (
    <span aria-hidden className={cn('relative inline-grid size-16 shrink-0 place-items-center', seal, className)}>
      <svg viewBox="0 0 100 100" className="absolute inset-0 size-full">
        <polygon points={OUTLINE} fill="currentColor" stroke="currentColor" strokeWidth="3" strokeLinejoin="round" />
        <circle cx="50" cy="50" r="36" fill="none" stroke="var(--surface)" strokeWidth="2.5" />
      </svg>
      <Icon className="relative size-[45%] text-surface" strokeWidth={3} />
    </span>
  );
}

interface Props {
  tone: VerdictTone;
  /** The verdict word: "Genuine", "Revoked on 3 March 2026". */
  word: string;
  sentence: ReactNode;
  children?: ReactNode;
}

/** Word, icon and sentence; readable in ten seconds, and on paper. */
export function Verdict({ tone, word, sentence, children }: Props) {
  return (
    <div
      role="status"
      className={cn('flex flex-col items-start gap-4 rounded-dialog border p-5 sm:flex-row sm:items-center sm:gap-6 md:p-8', LOOK[tone].box)}
    >
      <Seal tone={tone} className="size-16 md:size-20" />
      <div className="min-w-0 space-y-1">
        <p className={cn('text-24 font-bold text-balance md:text-30', LOOK[tone].seal, tone === 'not-found' && 'text-ink')}>{word}</p>
        <div className="max-w-prose text-16 text-ink md:text-18">{sentence}</div>
        {children}
      </div>
    </div>
  );
}
