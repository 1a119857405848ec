import { ArrowLeft } from 'lucide-react';
import { createContext, use, useEffect, useRef, type ReactNode } from 'react';
import { AppLink } from './text-link';
import { hasNavigated } from '@/lib/navigation';

/** The place named in every title: the organization, "My CPD"; set by the shells. */
export const PlaceContext = createContext<string | null>(null);

/** "object – place – Accredit"; for tabs below a page header, whose h1 stays. */
export function PageTitle({ title }: { title: string }) {
  const place = use(PlaceContext);
  return <title>{[title, place, 'Accredit'].filter((part) => part !== null && part !== '').join(' – ')}</title>;
}

interface Props {
  title: string;
  lead?: ReactNode;
  /** Status pill and the like, beside the title. */
  badge?: ReactNode;
  back?: { to: string; label: string };
  actions?: ReactNode;
  /** Small facts below the title, such as time and place. */
  children?: ReactNode;
}

/** The one h1 of a page; it takes the focus after a navigation. */
export function PageHeader({ title, lead, badge, back, actions, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (hasNavigated()) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header className="space-y-3">
      <PageTitle title={title} />
      {back && (
        <AppLink to={back.to} className="inline-flex items-center gap-1.5 rounded-chip text-14 font-semibold text-ink-muted no-underline hover:text-accent">
          <ArrowLeft aria-hidden className="size-4 rtl:rotate-180" />
          {back.label}
        </AppLink>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 ref={heading} tabIndex={-1} className="min-w-0 text-24 font-bold text-balance md:text-30">
            {title}
          </h1>
          {badge}
        </div>
        {actions !== undefined && <div className="flex flex-wrap gap-3">{actions}</div>}
      </div>
      {lead !== undefined && <p className="max-w-prose text-18 text-ink-muted">{lead}</p>}
      {children}
    </header>
  );
}
