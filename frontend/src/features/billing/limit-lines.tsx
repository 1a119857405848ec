import { Check, Minus } from 'lucide-react';
import type { OfferedPlan } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';

const LIMITS = ['events_per_month', 'courses_per_month', 'certificates_per_month', 'attendees_per_event'] as const;

/** The limits of a plan in words: none is said, never left out (BI-2). */
export function LimitLines({ plan }: { plan: OfferedPlan }) {
  const t = useText(messages);
  const { limits, included_seats: included, max_seats: max } = plan;
  return (
    <ul className="grid gap-2">
      {LIMITS.map((name) => {
        const limit = limits[name] ?? null;
        return (
          <Line key={name} has={limit !== 0}>
            {limit === null ? t(`limit.${name}.free`) : limit === 0 ? t(`limit.${name}.none`) : t(`limit.${name}`, { n: limit })}
          </Line>
        );
      })}
      <Line has>{max == null || max > included ? t('limit.seatsMore', { n: included }) : t('limit.seats', { n: included })}</Line>
    </ul>
  );
}

function Line({ has, children }: { has: boolean; children: string }) {
  const Icon = has ? Check : Minus;
  return (
    <li className={has ? 'flex gap-2' : 'flex gap-2 text-ink-muted'}>
      <Icon aria-hidden className={has ? 'mt-1 size-4 shrink-0 text-success' : 'mt-1 size-4 shrink-0 text-ink-subtle'} strokeWidth={2.5} />
      <span>{children}</span>
    </li>
  );
}
