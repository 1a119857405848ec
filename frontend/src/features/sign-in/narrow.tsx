import type { ReactNode } from 'react';
import { PageHeader } from '@/ui/page-header';

/** The one column of sign-in and start. */
export function Narrow({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <div className="mx-auto max-w-md space-y-6">
      <PageHeader title={title} lead={lead} />
      {children}
    </div>
  );
}
