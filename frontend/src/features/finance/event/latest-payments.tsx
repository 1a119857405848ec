import { useInfiniteQuery } from '@tanstack/react-query';
import messages from '@/features/finance/messages.en.json';
import { payments } from '@/features/finance/payments/api';
import { PaymentRows } from '@/features/finance/payments/payment-rows';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Pager } from '@/ui/data-list';
import { ErrorState } from '@/ui/error-state';
import { TextLink } from '@/ui/text-link';

/** Everybody who paid for it, newest first. */
export function LatestPayments({ event }: { event: string }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const list = useInfiniteQuery(payments.list(orgId, { event_id: event }));
  const rows = rowsOf(list.data);
  if (list.error && !list.data) return <ErrorState inline error={list.error} onRetry={() => void list.refetch()} />;
  if (rows.length === 0) return null;
  return (
    <section aria-label={t('tab.payments')} className="space-y-3">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h2 className="text-20 font-semibold">{t('tab.payments')}</h2>
        <TextLink to={paths.orgFinance({ orgId }, { event })}>{t('event.all')}</TextLink>
      </div>
      <PaymentRows rows={rows} ofEvent />
      <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
    </section>
  );
}
