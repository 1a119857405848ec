import type { ReactNode } from 'react';
import { cn } from './cn';
import { formatWhen, ownZone } from '@/lib/format/time';

export interface Entry {
  id: string;
  at: string;
  title: ReactNode;
  actor?: string;
  detail?: ReactNode;
  tone?: 'accent' | 'success' | 'warning' | 'danger' | 'neutral';
}

const DOT = {
  accent: 'bg-accent',
  success: 'bg-success',
  warning: 'bg-warning',
  danger: 'bg-danger',
  neutral: 'bg-control',
};

/** What happened, with absolute time and actor: audit, mail delivery, history of a certificate. */
export function Timeline({ entries, label, zone }: { entries: Entry[]; label: string; zone?: string }) {
  return (
    <ol aria-label={label} className="relative ms-1.5 border-s border-line">
      {entries.map(({ id, at, title, actor, detail, tone = 'neutral' }) => (
        <li key={id} className="relative ps-5 pb-5 last:pb-0">
          <span aria-hidden className={cn('absolute -start-[0.4375rem] top-1.5 size-3.5 rounded-full border-2 border-surface', DOT[tone])} />
          <p className="font-semibold">{title}</p>
          <p className="text-14 text-ink-muted">
            <time dateTime={at}>{formatWhen(at, zone ?? ownZone(), 'short')}</time>
            {actor !== undefined && ` · ${actor}`}
          </p>
          {detail !== undefined && <div className="mt-1 text-14">{detail}</div>}
        </li>
      ))}
    </ol>
  );
}
