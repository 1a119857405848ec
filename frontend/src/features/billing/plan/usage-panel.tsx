import { useQuery } from '@tanstack/react-query';
import { billing } from '@/features/billing/api';
import messages from '@/features/billing/messages.en.json';
import type { Schema } from '@/api/contract';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import type { Subscription } from '@/lib/plan/subscription';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { ProgressBar } from '@/ui/progress';
import { When } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';

/** What was used of each limit in this calendar month, which is one of UTC (BI-8). */
export function UsagePanel({ subscription }: { subscription: Subscription }) {
  const t = useText(messages);
  const org = useOrganization();
  const { data, error, refetch } = useQuery(billing.usage(org.id));
  const people = subscription.limits.attendees_per_event ?? null;
  const resets = data?.data[0]?.resets_at;
  return (
    <Panel title={t('usage')} description={resets === undefined ? undefined : t.rich('usageResets', { when: <When at={resets} style="date" /> })}>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <div className="space-y-4">
          {data.data.map((one) => (
            <Used key={one.metric} {...one} />
          ))}
          <p className="text-14 text-ink-muted">
            {people === null ? t('limit.attendees_per_event.free') : people === 0 ? t('limit.attendees_per_event.none') : t('limit.attendees_per_event', { n: people })}
          </p>
        </div>
      ) : (
        <SkeletonRows />
      )}
    </Panel>
  );
}

function Used({ metric, used, limit }: Schema<'UsedOfPlan'>) {
  const t = useText(messages);
  const label = t(`metric.${metric}`);
  if (limit != null && limit > 0) {
    const tone = used >= limit ? 'warning' : 'accent';
    return <ProgressBar label={label} value={used} max={limit} tone={tone} text={t('usedOf', { used, limit })} />;
  }
  return (
    <div className="flex flex-wrap justify-between gap-x-4 text-14">
      <span className="font-semibold">{label}</span>
      <span className="text-ink-muted tabular-nums">{limit === 0 ? t('notInPlan') : t('usedFree', { used })}</span>
    </div>
  );
}
