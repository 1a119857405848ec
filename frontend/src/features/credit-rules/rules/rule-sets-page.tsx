import { useQuery, type QueryClient } from '@tanstack/react-query';
import { Plus, Scale } from 'lucide-react';
import { useState } from 'react';
import type { Params } from 'react-router';
import { DraftDialog } from './draft-dialog';
import { credit, type RuleSet } from '@/features/credit-rules/api';
import messages from '@/features/credit-rules/messages.en.json';
import { RuleState } from '@/features/credit-rules/rule-state';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { DataList } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageTitle } from '@/ui/page-header';
import { CalendarDate } from '@/ui/quantities';
import { Select } from '@/ui/select';
import { SkeletonRows } from '@/ui/skeleton';

const STATES = ['draft', 'published', 'retired'] as const;
const ANY = { body: '', status: '' };

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  prefetchWith(client, credit.ruleSets(orgId, {}));
  prefetchWith(client, credit.bodies(orgId));
}

/** The rules of the catalogue and one's own, all versions. */
export default function RuleSetsPage() {
  const t = useText(messages);
  const org = useOrganization();
  const [filter, setFilter] = useUrlState(ANY);
  const [drafting, setDrafting] = useState(false);
  const status = STATES.find((one) => one === filter.status);
  const bodies = useQuery(credit.bodies(org.id)).data?.data ?? [];
  const query = useQuery({ ...credit.ruleSets(org.id, { body_id: filter.body === '' ? undefined : filter.body, status }), placeholderData: (before) => before });
  return (
    <div className="space-y-4">
      <PageTitle title={`${t('title')}, ${t('tab.rules')}`} />
      <div className="flex flex-wrap items-center gap-3">
        <Select
          aria-label={t('body')}
          className="w-full sm:w-64"
          value={filter.body}
          onChange={({ target }) => setFilter({ body: target.value })}
          options={[{ value: '', label: t('body.any') }, ...bodies.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <Select
          aria-label={t('status')}
          className="w-full sm:w-48"
          value={filter.status}
          onChange={({ target }) => setFilter({ status: target.value })}
          options={[{ value: '', label: t('status.any') }, ...STATES.map((one) => ({ value: one, label: t(`status.${one}`) }))]}
        />
        <Button variant="primary" className="sm:ms-auto" onClick={() => setDrafting(true)}>
          <Plus aria-hidden />
          {t('rules.new')}
        </Button>
      </div>
      {query.error && !query.data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <SkeletonRows />}
      {query.data && <List rows={query.data.data} onClear={() => setFilter(ANY)} />}
      <DraftDialog open={drafting} onClose={() => setDrafting(false)} />
    </div>
  );
}

function List({ rows, onClear }: { rows: RuleSet[]; onClear: () => void }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  if (rows.length === 0) {
    return (
      <EmptyState icon={Scale} title={t('rules.none')} action={<Button onClick={onClear}>{t('clear')}</Button>}>
        {t('rules.noneBody')}
      </EmptyState>
    );
  }
  return (
    <DataList
      label={t('tab.rules')}
      rows={rows}
      id={({ id }) => id}
      href={({ id }) => paths.orgCreditRule({ orgId, ruleSetId: id })}
      name={{ key: 'code', header: t('rules.code'), cell: ({ code, number }) => t('rules.named', { code, number }) }}
      columns={[
        { key: 'body', header: t('body'), cell: ({ body, own }) => (own ? t('body.own', { body }) : body) },
        { key: 'rule', header: t('rules.rule'), cell: ({ summary }) => summary },
        { key: 'status', header: t('status'), cell: (set) => <RuleState status={set.status} /> },
        { key: 'from', header: t('rules.from'), wideOnly: true, cell: ({ effective_from: from }) => <CalendarDate date={from ?? null} /> },
      ]}
    />
  );
}
