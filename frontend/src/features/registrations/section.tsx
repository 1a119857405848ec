import { useId, type ReactNode } from 'react';

/** A part of the drawer with its heading. */
export function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line pb-2">
        <h3 id={id} className="text-18 font-semibold">
          {title}
        </h3>
        {action}
      </div>
      {children}
    </section>
  );
}
