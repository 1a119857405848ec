import { Circle, CircleCheck, CircleDashed, Clock } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';

export interface CheckItem {
  id: string;
  state: 'done' | 'waiting' | 'missing' | 'not-needed';
  label: ReactNode;
  detail?: ReactNode;
  /** Each missing item has its action. */
  action?: ReactNode;
}

const LOOK = {
  done: { icon: CircleCheck, className: 'text-success' },
  waiting: { icon: Clock, className: 'text-info' },
  missing: { icon: Circle, className: 'text-warning' },
  'not-needed': { icon: CircleDashed, className: 'text-ink-subtle' },
};

export function Checklist({ items, label }: { items: CheckItem[]; label: string }) {
  const t = useText(messages);
  return (
    <ul aria-label={label} className="divide-y divide-line">
      {items.map(({ id, state, label: name, detail, action }) => {
        const { icon: Icon, className } = LOOK[state];
        return (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
            <Icon aria-hidden className={cn('size-6 shrink-0 self-start', className)} />
            <div className="min-w-0 flex-1 basis-48">
              <p className={cn('font-semibold', state === 'not-needed' && 'font-normal text-ink-muted')}>
                {name}
                <span className={cn('ms-2 text-14 font-semibold', className, state === 'not-needed' && 'text-ink-muted')}>
                  {t.of('checklist', state)}
                </span>
              </p>
              {detail !== undefined && <div className="text-14 text-ink-muted">{detail}</div>}
            </div>
            {action}
          </li>
        );
      })}
    </ul>
  );
}
