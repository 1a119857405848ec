import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';

export type Tone = 'info' | 'success' | 'warning' | 'danger';

const LOOK = {
  info: { box: 'bg-info-soft', icon: <Info className="text-info" /> },
  success: { box: 'bg-success-soft', icon: <CircleCheck className="text-success" /> },
  warning: { box: 'bg-warning-soft', icon: <TriangleAlert className="text-warning" /> },
  danger: { box: 'bg-danger-soft', icon: <CircleAlert className="text-danger" /> },
};

interface Props {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** Over the whole page, below the header, instead of in the flow. */
  strip?: boolean;
  className?: string;
}

/** A condition of the page. It is spoken when it appears, at once if it is a problem. */
export function Banner({ tone = 'info', title, children, actions, strip = false, className }: Props) {
  const t = useText(messages);
  const { box, icon } = LOOK[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={cn(box, strip ? 'px-4 py-2' : 'rounded-control p-4', 'flex gap-3 text-ink [&>svg]:mt-0.5 [&>svg]:size-5 [&>svg]:shrink-0', className)}
    >
      {icon}
      <div className={cn('min-w-0 flex-1', strip ? 'flex flex-wrap items-center gap-x-4 gap-y-1' : 'space-y-1')}>
        <span className="sr-only">{t.of('tone', tone)}: </span>
        {title !== undefined && <p className="font-semibold">{title}</p>}
        {children !== undefined && <div className="max-w-prose text-16">{children}</div>}
        {actions !== undefined && <div className={cn('flex flex-wrap gap-3', !strip && 'pt-2')}>{actions}</div>}
      </div>
    </div>
  );
}
