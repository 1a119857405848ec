import type { QueryClient } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { operate, useDismissJob, useReplayJob, type DeadJob, type JobState } from '@/features/operate/api';
import { BecauseDialog } from '@/features/operate/because-dialog';
import messages from '@/features/operate/messages.en.json';
import { Rows } from '@/features/operate/rows';
import { useStaff } from '@/features/operate/staff';
import { Value } from '@/features/operate/value';
import { useText } from '@/lib/i18n/use-text';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { DataList } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { Field } from '@/ui/field';
import { PageTitle } from '@/ui/page-header';
import { When } from '@/ui/quantities';
import { Select } from '@/ui/select';

export function prefetch(client: QueryClient): void {
  client.infiniteQuery(operate.jobs('open')).catch(() => undefined);
}

const STATES: JobState[] = ['open', 'settled'];

/** Work that failed to the end; after its cause is mended it can be done again. */
export default function JobsPage() {
  const t = useText(messages);
  const [filter, setFilter] = useUrlState({ state: 'open' });
  const state = STATES.find((one) => one === filter.state) ?? 'open';
  return (
    <div className="space-y-6">
      <PageTitle title={t('tab.jobs')} />
      <div className="max-w-56">
        <Field filter label={t('job.state')}>
          {(control) => (
            <Select {...control} value={state} onChange={({ target }) => setFilter({ state: target.value })} options={STATES.map((value) => ({ value, label: t(`job.${value}`) }))} />
          )}
        </Field>
      </div>
      <Rows query={operate.jobs(state)} empty={<EmptyState icon={CircleCheck} title={t(`job.none.${state}`)}>{t('job.none.body')}</EmptyState>}>
        {(rows) => (
          <DataList
            label={t('tab.jobs')}
            rows={rows}
            id={({ id }) => id}
            name={{ key: 'queue', header: t('job.queue'), cell: (row) => <Named row={row} /> }}
            columns={[
              { key: 'error', header: t('job.error'), cell: ({ error }) => <span className="font-mono text-14">{error}</span> },
              { key: 'payload', header: t('job.payload'), wideOnly: 'widest', cell: ({ payload }) => <Value value={payload} /> },
              { key: 'acts', header: t('job.acts'), cell: (row) => <End row={row} /> },
            ]}
          />
        )}
      </Rows>
    </div>
  );
}

function Named({ row: { queue, attempts, died_at: at } }: { row: DeadJob }) {
  const t = useText(messages);
  return (
    <>
      {queue}
      <span className="block text-14 font-normal text-ink-muted">
        <When at={at} />
      </span>
      <span className="block text-14 font-normal text-ink-muted">{t('job.attempts', { n: attempts })}</span>
    </>
  );
}

function End({ row }: { row: DeadJob }) {
  const t = useText(messages);
  const staff = useStaff();
  if (row.replayed_at != null) return t.rich('job.replayedAt', { when: <When key="w" at={row.replayed_at} /> });
  if (row.dismissed_at != null) return t.rich('job.dismissedAt', { when: <When key="w" at={row.dismissed_at} /> });
  return staff.acts ? <Acts row={row} /> : t('job.open');
}

function Acts({ row }: { row: DeadJob }) {
  const t = useText(messages);
  const replay = useReplayJob(row.id);
  const dismiss = useDismissJob(row.id);
  const [way, setWay] = useState<'replay' | 'dismiss' | null>(null);
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="small" aria-label={t('job.replay.of', { queue: row.queue })} onClick={() => setWay('replay')}>
        {t('job.replay')}
      </Button>
      <Button size="small" variant="quiet" aria-label={t('job.dismiss.of', { queue: row.queue })} onClick={() => setWay('dismiss')}>
        {t('job.dismiss')}
      </Button>
      {way !== null && (
        <BecauseDialog
          title={t(`job.${way}.of`, { queue: row.queue })}
          effect={t(`job.${way}.effect`)}
          action={t(`job.${way}`)}
          done={t(`job.${way}.done`)}
          onAct={(reason) => (way === 'replay' ? replay : dismiss).mutateAsync(reason)}
          onClose={() => setWay(null)}
        />
      )}
    </div>
  );
}
