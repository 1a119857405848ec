import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useDeferredValue } from 'react';
import { audit, auditFile, type Entry, type Filter } from './api';
import { Changes } from './changes';
import messages from './messages.en.json';
import { rowsOf } from '@/lib/http/pages';
import { saveText } from '@/lib/download';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Field } from '@/ui/field';
import { PageHeader } from '@/ui/page-header';
import { Panel } from '@/ui/panel';
import { SkeletonRows } from '@/ui/skeleton';
import { TextInput } from '@/ui/text-input';
import { Timeline } from '@/ui/timeline';

const NONE = { action: '', from: '', to: '' };
const given = (text: string) => (text === '' ? undefined : text);
const moment = (day: string, time: string) => (day === '' ? undefined : new Date(`${day}T${time}`).toISOString());

/** O26: who did what here, newest first. */
export default function AuditPage() {
  const t = useText(messages);
  const org = useOrganization();
  const [filter, setFilter] = useUrlState(NONE);
  const asked: Filter = {
    action: given(useDeferredValue(filter.action)),
    from: moment(filter.from, '00:00:00'),
    to: moment(filter.to, '23:59:59'),
  };
  const file = useMutation({ mutationFn: () => auditFile(org.id, asked), onSuccess: (text) => saveText(text, 'audit.csv') });
  return (
    <div className="space-y-6">
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <Button busy={file.isPending} onClick={() => file.mutate()}>
            <Download aria-hidden />
            {t('export')}
          </Button>
        }
      />
      {file.error && <ErrorState inline error={file.error} />}
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label={t('action')} optional>
          {(control) => <TextInput {...control} type="search" value={filter.action} onChange={({ target }) => setFilter({ action: target.value })} />}
        </Field>
        <Field label={t('from')} optional>
          {(control) => <TextInput {...control} type="date" value={filter.from} onChange={({ target }) => setFilter({ from: target.value })} />}
        </Field>
        <Field label={t('to')} optional>
          {(control) => <TextInput {...control} type="date" value={filter.to} onChange={({ target }) => setFilter({ to: target.value })} />}
        </Field>
      </div>
      <List filter={asked} clear={() => setFilter(NONE)} />
    </div>
  );
}

function List({ filter, clear }: { filter: Filter; clear: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const list = useInfiniteQuery({ ...audit.list(org.id, filter), placeholderData: (before) => before });
  const rows = rowsOf(list.data);
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonRows />;
  if (rows.length === 0) {
    return <EmptyState title={t('none')} action={<Button onClick={clear}>{t('clear')}</Button>}>{t('noneBody')}</EmptyState>;
  }
  return (
    <Panel>
      <Timeline
        label={t('title')}
        entries={rows.map((entry: Entry) => ({
          id: entry.id,
          at: entry.at,
          title: entry.action,
          actor: entry.actor.name ?? entry.actor.kind,
          detail: <Changes entry={entry} />,
        }))}
      />
      <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
    </Panel>
  );
}
