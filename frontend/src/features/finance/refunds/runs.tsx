import { useInfiniteQuery } from '@tanstack/react-query';
import { refunds } from './api';
import { RunPanel } from './run-panel';
import messages from '@/features/finance/messages.en.json';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Pager } from '@/ui/data-list';
import { ErrorState } from '@/ui/error-state';

/** The refunds of cancelled events; nothing where none was cancelled. */
export function Runs({ event }: { event?: string }) {
  const t = useText(messages);
  const org = useOrganization();
  const list = useInfiniteQuery(refunds.runs(org.id, event));
  const rows = rowsOf(list.data);
  if (list.error && !list.data) return <ErrorState inline error={list.error} onRetry={() => void list.refetch()} />;
  if (rows.length === 0) return null;
  return (
    <section aria-label={t('runs')} className="space-y-4">
      <h2 className="text-20 font-semibold">{t('runs')}</h2>
      {rows.map((run) => (
        <RunPanel key={run.id} run={run} />
      ))}
      {list.hasNextPage && (
        <Pager hasMore busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
      )}
    </section>
  );
}
