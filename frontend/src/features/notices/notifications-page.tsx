import { useInfiniteQuery } from '@tanstack/react-query';
import { Bell, X } from 'lucide-react';
import { notices, useNotices, type Notice } from './api';
import messages from './messages.en.json';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { safeNext } from '@/lib/paths';
import { Button } from '@/ui/button';
import { cn } from '@/ui/cn';
import { Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { IconButton } from '@/ui/icon-button';
import { PageHeader } from '@/ui/page-header';
import { When } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';
import { AppLink } from '@/ui/text-link';

/** M15: each opens its object. */
export default function NotificationsPage() {
  const t = useText(messages);
  const list = useInfiniteQuery(notices.list(false));
  const { read, readAll, remove } = useNotices();
  const rows = rowsOf(list.data);
  const unread = rows.some(({ read_at: at }) => at == null);
  return (
    <div className="max-w-3xl space-y-6">
      <PageHeader
        title={t('notices')}
        actions={
          unread ? (
            <Button busy={readAll.isPending} onClick={() => readAll.mutate(undefined)}>
              {t('readAll')}
            </Button>
          ) : undefined
        }
      />
      {list.isPending && <SkeletonRows rows={4} />}
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && (
        <EmptyState icon={Bell} title={t('none')}>
          {t('noneBody')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <ul className="divide-y divide-line rounded-control border border-line bg-surface shadow-raised">
          {rows.map((notice) => (
            <Row key={notice.id} notice={notice} onOpen={() => read.mutate(notice.id)} onRemove={() => remove.mutate(notice.id)} />
          ))}
        </ul>
      )}
      <Pager
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        failed={list.isFetchNextPageError}
        onMore={() => void list.fetchNextPage()}
        shown={rows.length}
      />
    </div>
  );
}

function Row({ notice, onOpen, onRemove }: { notice: Notice; onOpen: () => void; onRemove: () => void }) {
  const t = useText(messages);
  const isNew = notice.read_at == null;
  return (
    <li className={cn('relative flex items-start gap-3 p-4 hover:bg-sunken/60', isNew && 'bg-accent-soft/40')}>
      <span aria-hidden className={cn('mt-2 size-2.5 shrink-0 rounded-full', isNew ? 'bg-accent' : 'bg-transparent')} />
      <div className="min-w-0 flex-1">
        <p className={cn(isNew && 'font-semibold')}>
          <AppLink
            to={safeNext(notice.path) ?? '/me'}
            onClick={isNew ? onOpen : undefined}
            className="text-ink no-underline after:absolute after:inset-0 hover:text-accent"
          >
            {notice.title}
            {isNew && <span className="sr-only"> ({t('new')})</span>}
          </AppLink>
        </p>
        {notice.body != null && <p className="text-14 text-ink-muted">{notice.body}</p>}
        <p className="text-14 text-ink-muted">
          <When at={notice.created_at} />
          {notice.organization != null && ` · ${notice.organization.name}`}
        </p>
      </div>
      <IconButton className="relative z-1" size="small" label={t('remove', { title: notice.title })} icon={<X />} onClick={onRemove} />
    </li>
  );
}
