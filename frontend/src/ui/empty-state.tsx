import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  icon?: LucideIcon;
  title: string;
  /** What will be here and why it is not yet; or which filters are on. */
  children?: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, action }: Props) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-control border border-dashed border-line px-4 py-12 text-center">
      {Icon && (
        <span className="grid size-12 place-items-center rounded-full bg-accent-soft text-on-accent-soft">
          <Icon aria-hidden className="size-6" />
        </span>
      )}
      <p className="text-18 font-semibold">{title}</p>
      {children !== undefined && <div className="max-w-md text-ink-muted">{children}</div>}
      {action !== undefined && <div className="flex flex-wrap justify-center gap-3 pt-2">{action}</div>}
    </div>
  );
}
