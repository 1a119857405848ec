import { useInfiniteQuery, useMutation, type QueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import type { Params } from 'react-router';
import { audit, auditFile, type Filter } from './api';
import { EntryList } from './entry-list';
import { filterOf, NONE } from './filter';
import { Filters } from './filters';
import messages from './messages.en.json';
import { saveText } from '@/lib/download';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { Panel } from '@/ui/panel';
import { SkeletonRows } from '@/ui/skeleton';

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  client.infiniteQuery(audit.list(orgId, filterOf(NONE))).catch(() => undefined);
}

/** O26: who did what here, newest first. */
export default function AuditPage() {
  const t = useText(messages);
  const org = useOrganization();
  const [filter, setFilter] = useUrlState(NONE);
  const asked = filterOf(filter);
  const list = useInfiniteQuery({ ...audit.list(org.id, asked), placeholderData: (before) => before });
  const rows = rowsOf(list.data);
  const person = rows.find(({ actor }) => actor.id === filter.actor)?.actor.name ?? null;
  return (
    <div className="space-y-6">
      <PageHeader title={t('title')} lead={t('lead')} actions={<Export filter={asked} />} />
      <Filters filter={filter} onChange={setFilter} person={person} />
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonRows />}
      {list.data && rows.length === 0 && (
        <EmptyState title={t('none')} action={<Button onClick={() => setFilter(NONE)}>{t('clear')}</Button>}>
          {t('noneBody')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <Panel>
          <EntryList rows={rows} onNarrow={setFilter} />
          <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
        </Panel>
      )}
    </div>
  );
}

function Export({ filter }: { filter: Filter }) {
  const t = useText(messages);
  const org = useOrganization();
  const file = useMutation({ mutationFn: () => auditFile(org.id, filter), onSuccess: (text) => saveText(text, 'audit.csv') });
  return (
    <>
      {file.error && <ErrorState inline error={file.error} />}
      <Button busy={file.isPending} onClick={() => file.mutate()}>
        <Download aria-hidden />
        {t('export')}
      </Button>
    </>
  );
}
