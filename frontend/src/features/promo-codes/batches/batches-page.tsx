import { useInfiniteQuery, useMutation, type QueryClient } from '@tanstack/react-query';
import { Download, Layers, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Params } from 'react-router';
import { BatchDialog } from './batch-dialog';
import { batchFile, codes, type Batch } from '@/features/promo-codes/api';
import messages from '@/features/promo-codes/messages.en.json';
import { useSoldIn } from '@/features/promo-codes/sold-in';
import { saveText } from '@/lib/download';
import { formatCount } from '@/lib/format/quantity';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Button } from '@/ui/button';
import { DataList, Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageTitle } from '@/ui/page-header';
import { When } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  client.infiniteQuery(codes.batches(orgId)).catch(() => undefined);
}

/** Codes by the thousand, each for one use; their file says what became of each. */
export default function BatchesPage() {
  const t = useText(messages);
  const org = useOrganization();
  const [adding, setAdding] = useState(false);
  const soldIn = useSoldIn();
  const list = useInfiniteQuery(codes.batches(org.id));
  const file = useMutation({ mutationFn: (id: string) => batchFile(org.id, id), onSuccess: (text) => saveText(text, 'promo-codes.csv') });
  const rows = rowsOf(list.data);
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden />
      {t('batch.add')}
    </Button>
  );
  return (
    <div className="space-y-6">
      <PageTitle title={t('tab.batches')} />
      {rows.length > 0 && <div className="flex justify-end">{add}</div>}
      {file.error && <ErrorState inline error={file.error} />}
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonRows />}
      {list.data && rows.length === 0 && (
        <EmptyState icon={Layers} title={t('batch.none')} action={add}>
          {t('batch.none.body')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <>
          <DataList<Batch>
            label={t('tab.batches')}
            rows={rows}
            id={({ id }) => id}
            href={({ id }) => paths.orgPromoCodes({ orgId: org.id }, { batch: id })}
            name={{ key: 'prefix', header: t('batch.prefix'), cell: ({ prefix }) => (prefix === '' ? t('batch.unnamed') : <span className="font-mono">{t('batch.name', { prefix })}</span>) }}
            columns={[
              { key: 'count', header: t('tab.codes'), numeric: true, cell: ({ count }) => formatCount(count) },
              { key: 'redeemed', header: t('uses'), numeric: true, cell: ({ redeemed }) => formatCount(redeemed) },
              { key: 'at', header: t('batch.made'), cell: ({ created_at: at }) => <When at={at} /> },
              {
                key: 'file',
                header: t('batch.file'),
                cell: ({ id, prefix }) => (
                  <span className="relative z-1">
                    <Button size="small" busy={file.isPending && file.variables === id} onClick={() => file.mutate(id)}>
                      <Download aria-hidden />
                      {t('batch.download')}
                      <span className="sr-only">{prefix}</span>
                    </Button>
                  </span>
                ),
              },
            ]}
          />
          <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
        </>
      )}
      {adding && <BatchDialog soldIn={soldIn} onClose={() => setAdding(false)} />}
    </div>
  );
}
