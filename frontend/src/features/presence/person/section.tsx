import { useId, type ReactNode } from 'react';

/** A part of the drawer with its heading. */
export function Section({ title, children }: { title: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="space-y-3">
      <h3 id={id} className="border-b border-line pb-2 text-18 font-semibold">
        {title}
      </h3>
      {children}
    </section>
  );
}
