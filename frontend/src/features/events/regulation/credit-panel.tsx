import { useQuery } from '@tanstack/react-query';
import { BadgeCheck, CircleDashed, CircleX, Hourglass } from 'lucide-react';
import { CreditAdd } from './credit-add';
import messages from './messages.en.json';
import type { Event } from '@/features/events/api';
import { designations, useMoveDesignation, type Designation } from '@/features/events/designations';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { formatCredits } from '@/lib/format/quantity';
import { ErrorState } from '@/ui/error-state';
import { Menu } from '@/ui/menu';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';
import { Pill } from '@/ui/states/status-pill';

const LOOK = {
  draft: [CircleDashed, 'neutral'],
  applied: [Hourglass, 'info'],
  approved: [BadgeCheck, 'success'],
  denied: [CircleX, 'danger'],
  expired: [CircleX, 'warning'],
  withdrawn: [CircleX, 'neutral'],
} as const;

/** What credit the event gives, in which state with the body. */
export function CreditPanel({ event, locked }: { event: Event; locked: boolean }) {
  const t = useText(messages);
  const org = useOrganization();
  const query = useQuery(designations.of(org.id, event.id));
  const given = query.data?.data ?? [];
  return (
    <Panel title={t('credit')} description={t('creditHint')}>
      <div className="space-y-4">
        {query.isPending && <Skeleton className="h-16" />}
        {query.error && !query.data && <ErrorState inline error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && given.length === 0 && <p className="text-ink-muted">{t('creditNone')}</p>}
        <ul className="divide-y divide-line empty:hidden">
          {given.map((one) => (
            <li key={one.id} className="flex items-start gap-3 py-3 first:pt-0">
              <One designation={one} event={event} />
            </li>
          ))}
        </ul>
        {query.data && !locked && org.can('manage-credit-rules') && <CreditAdd event={event} given={given} />}
      </div>
    </Panel>
  );
}

function One({ designation: one, event }: { designation: Designation; event: Event }) {
  const t = useText(messages);
  const org = useOrganization();
  const move = useMoveDesignation(org.id, event.id);
  const [icon, tone] = LOOK[one.status];
  return (
    <>
      <div className="min-w-0 flex-1 space-y-1">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-semibold">{`${one.body}: ${one.credit_type}`}</span>
          <Pill icon={icon} tone={tone} label={t(`creditState.${one.status}`)} />
        </p>
        <p className="text-14 text-ink-muted">
          {[t('creditMax', { credits: formatCredits(one.max_credits_text, one.unit) }), one.rule_set?.summary, one.approval_number].filter(Boolean).join(' · ')}
        </p>
        {one.session && <p className="text-14 text-ink-muted">{t('creditSession', { session: one.session })}</p>}
        {one.rule_set?.note && <p className="text-14 text-warning">{one.rule_set.note}</p>}
      </div>
      {org.can('manage-credit-rules') && one.next.length > 0 && (
        <Menu
          label={t('creditMore', { type: one.credit_type })}
          items={one.next.map((status) => ({
            label: t(`creditMove.${status}`),
            danger: status === 'withdrawn' || status === 'denied',
            onSelect: () =>
              move.mutate(
                { of: one, status },
                {
                  onSuccess: () => toast(t('creditSaved')),
                  onError: (error) => toast(isProblem(error) ? error.message : '', { tone: 'danger' }),
                },
              ),
          }))}
        />
      )}
    </>
  );
}
