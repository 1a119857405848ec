import type { QueryClient } from '@tanstack/react-query';
import { CircleCheck, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { Comparison } from './comparison';
import { FindingRows } from './finding-rows';
import { operate, useReconcile, type FindingState } from '@/features/operate/api';
import { BecauseDialog } from '@/features/operate/because-dialog';
import messages from '@/features/operate/messages.en.json';
import { Rows } from '@/features/operate/rows';
import { useStaff } from '@/features/operate/staff';
import { useText } from '@/lib/i18n/use-text';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { Field } from '@/ui/field';
import { PageTitle } from '@/ui/page-header';
import { SearchInput } from '@/ui/search-input';
import { Select } from '@/ui/select';

export function prefetch(client: QueryClient): void {
  client.infiniteQuery(operate.findings('open', '')).catch(() => undefined);
}

const STATES: FindingState[] = ['open', 'closed'];

/** What differs from the payment service or from itself and could not be mended by itself. */
export default function FindingsPage() {
  const t = useText(messages);
  const staff = useStaff();
  const [filter, setFilter] = useUrlState({ state: 'open', kind: '' });
  const state = STATES.find((one) => one === filter.state) ?? 'open';
  const quiet = state === 'open' && filter.kind === '';
  return (
    <div className="space-y-6">
      <PageTitle title={t('tab.findings')} />
      <div className="flex flex-wrap items-end gap-4">
        <Field filter label={t('finding.state')}>
          {(control) => (
            <Select {...control} value={state} onChange={({ target }) => setFilter({ state: target.value })} options={STATES.map((value) => ({ value, label: t(`finding.${value}`) }))} />
          )}
        </Field>
        <div className="w-full sm:w-72">
          <SearchInput label={t('finding.search')} value={filter.kind} onSearch={(kind) => setFilter({ kind })} />
        </div>
        {staff.acts && <Reconcile />}
      </div>
      <Comparison />
      <Rows
        query={operate.findings(state, filter.kind)}
        empty={
          <EmptyState icon={CircleCheck} title={t(quiet ? 'finding.none' : 'finding.noMatch')} action={quiet ? undefined : <Button onClick={() => setFilter({ state: 'open', kind: '' })}>{t('clear')}</Button>}>
            {quiet && t('finding.none.body')}
          </EmptyState>
        }
      >
        {(rows) => <FindingRows rows={rows} />}
      </Rows>
    </div>
  );
}

function Reconcile() {
  const t = useText(messages);
  const start = useReconcile();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <RefreshCw aria-hidden />
        {t('reconcile')}
      </Button>
      {open && (
        <BecauseDialog title={t('reconcile')} effect={t('reconcile.effect')} action={t('reconcile.action')} done={t('reconcile.done')} onAct={(reason) => start.mutateAsync(reason)} onClose={() => setOpen(false)} />
      )}
    </>
  );
}
