import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';

interface Measure {
  label: string;
  value: number;
  max: number;
  /** The value as text, always shown beside the shape: "52 of 48 min". */
  text: ReactNode;
  tone?: 'accent' | 'success' | 'warning';
}

const STROKE = { accent: 'text-accent', success: 'text-success', warning: 'text-warning' };
const share = (value: number, max: number) => (max > 0 ? Math.min(1, Math.max(0, value / max)) : 0);

export function ProgressBar({ label, value, max, text, tone = 'accent' }: Measure) {
  return (
    <div className="space-y-1.5">
      <div className="flex flex-wrap justify-between gap-x-4 text-14">
        <span className="font-semibold">{label}</span>
        <span className="text-ink-muted tabular-nums">{text}</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={Math.min(value, max)}
        className="h-2 overflow-hidden rounded-full border border-control bg-sunken"
      >
        <div className={cn('h-full bg-current', STROKE[tone])} style={{ width: `${share(value, max) * 100}%` }} />
      </div>
    </div>
  );
}

const RADIUS = 26;
const ROUND = 2 * Math.PI * RADIUS;

export function Ring({ label, value, max, text, tone = 'accent' }: Measure) {
  return (
    <div className="flex items-center gap-4">
      <svg
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={Math.min(value, max)}
        viewBox="0 0 64 64"
        className={cn('size-16 shrink-0 -rotate-90', STROKE[tone])}
      >
        <circle cx="32" cy="32" r={RADIUS} fill="none" stroke="var(--line)" strokeWidth="8" />
        <circle
          cx="32"
          cy="32"
          r={RADIUS}
          fill="none"
          stroke="currentColor"
          strokeWidth="8"
          strokeLinecap={value > 0 ? 'round' : 'butt'}
          strokeDasharray={`${share(value, max) * ROUND} ${ROUND}`}
        />
      </svg>
      <div className="min-w-0">
        <p className="font-semibold">{label}</p>
        <p className="text-14 text-ink-muted tabular-nums">{text}</p>
      </div>
    </div>
  );
}

export interface Step {
  label: string;
  state: 'done' | 'current' | 'todo';
}

export function Steps({ steps, label }: { steps: Step[]; label: string }) {
  const t = useText(messages);
  return (
    <ol aria-label={label} className="flex flex-wrap gap-x-6 gap-y-3">
      {steps.map(({ label: name, state }, at) => (
        <li key={name} aria-current={state === 'current' ? 'step' : undefined} className="flex items-center gap-2">
          <span
            className={cn(
              'grid size-7 place-items-center rounded-full text-14 font-semibold tabular-nums',
              state === 'done' && 'bg-success-soft text-success',
              state === 'current' && 'bg-accent text-on-accent',
              state === 'todo' && 'border border-control text-ink-muted',
            )}
          >
            {state === 'done' ? <Check aria-hidden className="size-4" strokeWidth={3} /> : at + 1}
          </span>
          <span className={cn(state === 'current' ? 'font-semibold' : 'text-ink-muted')}>{name}</span>
          <span className="sr-only">({t.of('step', state)})</span>
        </li>
      ))}
    </ol>
  );
}
