import { useInfiniteQuery } from '@tanstack/react-query';
import { account } from './api';
import messages from './messages.en.json';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { Pager } from '@/ui/data-list';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { Timeline } from '@/ui/timeline';

/** What was done with the account, so that a stranger's act is noticed. */
export function ActivityPanel() {
  const t = useText(messages);
  const list = useInfiniteQuery(account.activity);
  const rows = rowsOf(list.data);
  if (list.data && rows.length === 0) return null;
  return (
    <Panel title={t('activity')}>
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      <Timeline
        label={t('activity')}
        entries={rows.map(({ id, action, at, ip_prefix: place }) => ({ id, at, title: sentence(action), actor: place ?? undefined }))}
      />
      <Pager
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        failed={list.isFetchNextPageError}
        onMore={() => void list.fetchNextPage()}
        shown={rows.length}
      />
    </Panel>
  );
}

/** "login.started" reads "Login started"; the list of actions grows with the functions. */
function sentence(action: string): string {
  const words = action.replace(/[._-]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
