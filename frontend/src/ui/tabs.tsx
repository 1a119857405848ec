import { useEffect, useRef } from 'react';
import { NavLink, useLocation } from 'react-router';
import { cn } from './cn';
import { CountBadge } from './count-badge';
import { preload } from '@/lib/preload';

export interface Tab {
  to: string;
  label: string;
  count?: number;
  /** Active only at exactly this address, for the first of nested tabs. */
  end?: boolean;
}

/** Each tab is a route; the row scrolls sideways with a hint at its edge. */
export function Tabs({ tabs, label, className }: { tabs: Tab[]; label: string; className?: string }) {
  const row = useRef<HTMLUListElement>(null);
  const { pathname } = useLocation();
  // Which tab is open must be seen, also where the row is wider than a phone.
  useEffect(() => {
    const open = row.current?.querySelector('[aria-current=page]');
    if (row.current && open) row.current.scrollLeft += middle(open) - middle(row.current);
  }, [pathname]);
  return (
    <nav aria-label={label} className={cn('relative border-b border-line', className)}>
      <ul ref={row} className="flex gap-1 overflow-x-auto overscroll-x-contain [scrollbar-width:none] [mask-image:linear-gradient(to_right,transparent,black_12px,black_calc(100%-28px),transparent)] px-3 -mx-3">
        {tabs.map(({ to, label: name, count, end }) => (
          <li key={to} className="shrink-0">
            <NavLink
              to={to}
              end={end}
              onPointerEnter={() => preload(to)}
              onFocus={() => preload(to)}
              className={({ isActive }) =>
                cn(
                  '-mb-px inline-flex h-11 items-center gap-2 border-b-2 px-3 text-16 font-semibold whitespace-nowrap no-underline outline-offset-[-4px]! transition-colors duration-120',
                  isActive ? 'border-accent text-accent' : 'border-transparent text-ink-muted hover:border-line hover:text-ink',
                )
              }
            >
              {name}
              {count !== undefined && <CountBadge count={count} />}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function middle(element: Element): number {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
}
