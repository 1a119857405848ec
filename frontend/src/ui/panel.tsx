import { useId, type ReactNode } from 'react';
import { cn } from './cn';

interface Props {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** No inner space, for tables and lists that reach the edge. */
  flush?: boolean;
  className?: string;
}

/** A card with a heading of level two; the page's parts. */
export function Panel({ title, description, actions, children, flush = false, className }: Props) {
  const id = useId();
  return (
    <section
      aria-labelledby={title === undefined ? undefined : id}
      className={cn('min-w-0 rounded-control border border-line bg-surface shadow-raised', className)}
    >
      {title !== undefined && (
        <header className="flex flex-wrap items-center justify-between gap-3 border-b border-line px-4 py-3 md:px-5">
          <div className="min-w-0">
            <h2 id={id} className="text-18 font-semibold">
              {title}
            </h2>
            {description !== undefined && <p className="text-14 text-ink-muted">{description}</p>}
          </div>
          {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
        </header>
      )}
      <div className={cn(!flush && 'p-4 md:p-5')}>{children}</div>
    </section>
  );
}

/** Terms with their values, in one or two columns. */
export function Facts({ items, columns = 1 }: { items: { label: string; value: ReactNode }[]; columns?: 1 | 2 }) {
  return (
    <dl className={cn('grid gap-x-8 gap-y-4', columns === 2 && 'sm:grid-cols-2')}>
      {items.map(({ label, value }) => (
        <div key={label} className="min-w-0">
          <dt className="text-14 text-ink-muted">{label}</dt>
          <dd className="text-16 text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
