import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import messages from './messages.en.json';
import { participants, useSorting, type Matched, type Participant } from './participants';
import { useDesk } from '@/features/presence/use-desk';
import { rowsOf } from '@/lib/http/pages';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { DataList, Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Duration } from '@/ui/quantities';
import { SearchInput } from '@/ui/search-input';
import { SkeletonRows } from '@/ui/skeleton';

const UnmatchDialog = lazy(async () => ({ default: (await import('@/features/presence/person/unmatch-dialog')).UnmatchDialog }));

/** Who was matched, by a rule or a person, and who was ignored; both can be taken back. */
export function OtherParticipants({ matched, readOnly }: { matched: Matched; readOnly: boolean }) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const [{ q }, setFilter] = useUrlState({ q: '' });
  const [other, setOther] = useState<Participant | null>(null);
  const { restore, ignore } = useSorting(org.id, eventId);
  const list = useInfiniteQuery({ ...participants.list(org.id, eventId, matched, q), placeholderData: (before) => before });
  const rows = rowsOf(list.data);
  const nameOf = ({ display_name: name }: Participant) => name ?? t('nameless');
  const putBack = (one: Participant) =>
    restore.mutate(
      { id: one.id },
      {
        onSuccess: () => toast(t('restored', { name: nameOf(one) }), { undo: () => ignore.mutate({ id: one.id }) }),
        onError: (error) => toast(isProblem(error) ? error.message : t('undoFailed'), { tone: 'danger' }),
      },
    );
  const act = (one: Participant) =>
    matched === 'ignored' ? (
      <Button size="small" onClick={() => putBack(one)}>
        {t('restore')}
      </Button>
    ) : (
      <Button size="small" onClick={() => setOther(one)}>
        {t('unmatch')}
      </Button>
    );
  return (
    <div className="space-y-4">
      <SearchInput className="max-w-form" label={t('find')} value={q} onSearch={(next) => setFilter({ q: next })} />
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && !list.data && <SkeletonRows />}
      {list.data && rows.length === 0 && (
        <EmptyState title={q === '' ? t(`none.${matched}`) : t('noneFound', { q })} action={q !== '' && <Button onClick={() => setFilter({ q: '' })}>{t('clear')}</Button>} />
      )}
      {rows.length > 0 && (
        <>
          <DataList
            label={t(`show.${matched}`)}
            rows={rows}
            id={({ id }) => id}
            name={{ key: 'name', header: t('col.name'), cell: (one) => <span dir="auto">{nameOf(one)}</span> }}
            columns={[
              ...(matched === 'yes'
                ? [
                    { key: 'person', header: t('col.person'), cell: (one: Participant) => <span dir="auto">{one.registration_name ?? t('unnamed')}</span> },
                    { key: 'by', header: t('col.by'), cell: (one: Participant) => t.of('by', one.matched_by ?? 'person') },
                  ]
                : [{ key: 'email', header: t('col.email'), cell: (one: Participant) => one.email ?? t('noAddress') }]),
              { key: 'source', header: t('col.source'), wideOnly: true, cell: ({ source }) => t.of('source', source) },
              { key: 'time', header: t('col.time'), numeric: true, cell: ({ total_seconds: seconds }) => <Duration seconds={seconds} /> },
            ]}
            menu={readOnly || matched === 'no' ? undefined : act}
          />
          <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
        </>
      )}
      <Suspense>{other && <UnmatchDialog participant={other.id} name={nameOf(other)} person={{ full_name: other.registration_name, email: null }} onClose={() => setOther(null)} />}</Suspense>
    </div>
  );
}
