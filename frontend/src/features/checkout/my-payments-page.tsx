import { useInfiniteQuery, type QueryClient } from '@tanstack/react-query';
import { ReceiptText } from 'lucide-react';
import { checkout } from './api';
import messages from './messages.en.json';
import { MyPaymentDrawer } from './my-payment-drawer';
import { MyPaymentRows } from './my-payment-rows';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useUrlState } from '@/lib/url-state';
import { Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { SkeletonRows } from '@/ui/skeleton';
import { ButtonLink } from '@/ui/text-link';

export function prefetch(client: QueryClient): void {
  client.infiniteQuery(checkout.mine()).catch(() => undefined);
}

/** M16: what one paid, owes or got back, with the documents of it. */
export default function MyPaymentsPage() {
  const t = useText(messages);
  const [{ payment }, setShown] = useUrlState({ payment: '' });
  const list = useInfiniteQuery(checkout.mine());
  const rows = rowsOf(list.data);
  return (
    <div className="space-y-6">
      <PageHeader title={t('mine')} lead={t('mine.lead')} />
      {list.isPending && <SkeletonRows rows={3} />}
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && (
        <EmptyState icon={ReceiptText} title={t('mine.none')} action={<ButtonLink to={paths.events()}>{t('mine.find')}</ButtonLink>}>
          {t('mine.none.body')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <>
          <MyPaymentRows rows={rows} />
          <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
        </>
      )}
      {payment !== '' && <MyPaymentDrawer id={payment} onClose={() => setShown({ payment: '' })} />}
    </div>
  );
}
