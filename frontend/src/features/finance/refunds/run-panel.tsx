import { useQuery } from '@tanstack/react-query';
import { CirclePause, CirclePlay } from 'lucide-react';
import { refunds, useMoveRun, type Progress, type Run } from './api';
import { RefundRows } from './refund-rows';
import { RunState } from './refund-state';
import messages from '@/features/finance/messages.en.json';
import { formatCount } from '@/lib/format/quantity';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { ProgressBar } from '@/ui/progress';
import { Money, When } from '@/ui/quantities';
import { Skeleton } from '@/ui/skeleton';

/** How far the refunds of an event are: counted and summed by state, each currency for itself. */
export function RunPanel({ run }: { run: Run }) {
  const t = useText(messages);
  const org = useOrganization();
  const query = useQuery(refunds.run(org.id, run.id));
  const move = useMoveRun(org.id, run.id);
  const shown = query.data ?? run;
  const to = shown.status === 'running' ? 'pause' : shown.status === 'paused' ? 'resume' : null;
  return (
    <Panel
      title={shown.event_title ?? t('run.event')}
      description={<When at={shown.created_at} />}
      actions={
        <>
          <RunState status={shown.status} />
          {to !== null && (
            <Button size="small" busy={move.isPending} onClick={() => move.mutate(to)}>
              {to === 'pause' ? <CirclePause aria-hidden /> : <CirclePlay aria-hidden />}
              {t(to === 'pause' ? 'run.pause' : 'run.resume')}
            </Button>
          )}
        </>
      }
    >
      <div className="space-y-4">
        {move.error && <ErrorState inline error={move.error} />}
        {query.error && !query.data && <ErrorState inline error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <Skeleton className="h-16" />}
        {query.data && <Measured progress={query.data} />}
      </div>
    </Panel>
  );
}

function Measured({ progress }: { progress: Progress }) {
  const t = useText(messages);
  const { refunds: tallies, failures, total } = progress;
  const begun = tallies.reduce((sum, { count }) => sum + count, 0);
  const done = tallies.filter(({ status }) => status === 'succeeded').reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <ProgressBar
        label={t('run.progress')}
        value={done}
        max={Math.max(total, 1)}
        text={t('run.count', { done: formatCount(done), total: formatCount(total), left: Math.max(0, total - begun) })}
      />
      <dl className="grid gap-x-8 gap-y-2 sm:grid-cols-2">
        {tallies.map(({ status, count, amount }) => (
          <div key={`${status}${amount.currency}`} className="flex flex-wrap justify-between gap-x-4">
            <dt className="text-ink-muted">{t('run.tally', { state: t(`refund.${status}`), n: count })}</dt>
            <dd className="ms-auto">
              <Money {...amount} />
            </dd>
          </div>
        ))}
      </dl>
      {failures.length > 0 && (
        <div className="space-y-2">
          <h3 className="font-semibold">{t('run.failures', { n: failures.length })}</h3>
          <RefundRows rows={failures} />
        </div>
      )}
    </>
  );
}
