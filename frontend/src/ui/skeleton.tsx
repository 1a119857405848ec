import type { ReactNode } from 'react';
import { cn } from './cn';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';

/** One block in the shape of what will stand there; appears after 150 ms. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block h-4 animate-pulse rounded-chip bg-line/70', className)} />;
}

/** Wraps skeletons so that the wait is spoken once and short waits show nothing. */
export function Loading({ children }: { children: ReactNode }) {
  const t = useText(messages);
  return (
    <div role="status" className="[animation:appear_180ms_150ms_backwards]">
      <span className="sr-only">{t('loading')}</span>
      {children}
    </div>
  );
}

export function SkeletonRows({ rows = 5 }: { rows?: number }) {
  return (
    <Loading>
      <div className="divide-y divide-line rounded-control border border-line bg-surface">
        {Array.from({ length: rows }, (_, row) => (
          <div key={row} className="flex items-center gap-4 p-4">
            <Skeleton className="size-10 shrink-0 rounded-full" />
            <span className="flex-1 space-y-2">
              <Skeleton className="w-2/5" />
              <Skeleton className="h-3 w-3/5" />
            </span>
          </div>
        ))}
      </div>
    </Loading>
  );
}

export function SkeletonPage() {
  return (
    <Loading>
      <h1 className="sr-only">{useText(messages)('loading')}</h1>
      <div className="space-y-6 py-2">
        <Skeleton className="h-8 w-1/2 max-w-sm" />
        <Skeleton className="w-3/4 max-w-lg" />
        <Skeleton className="h-48 w-full rounded-control" />
        <Skeleton className="w-2/3" />
      </div>
    </Loading>
  );
}
