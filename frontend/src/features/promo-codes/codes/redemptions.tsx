import { useInfiniteQuery } from '@tanstack/react-query';
import { CircleCheck, CircleSlash, Hourglass, type LucideIcon } from 'lucide-react';
import { codes, type Code } from '@/features/promo-codes/api';
import type { Schema } from '@/api/contract';
import messages from '@/features/promo-codes/messages.en.json';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { DataList, Pager } from '@/ui/data-list';
import { ErrorState } from '@/ui/error-state';
import { Money, Unknown, When } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';
import { Pill } from '@/ui/states/status-pill';
import { TextLink } from '@/ui/text-link';

type Use = Schema<'Redemption'>;

const LOOKS: Record<Use['state'], [LucideIcon, 'neutral' | 'success' | 'info']> = {
  reserved: [Hourglass, 'info'],
  redeemed: [CircleCheck, 'success'],
  released: [CircleSlash, 'neutral'],
};

/** Each use with the place it was for; who sees money goes on to its payment. */
export function Redemptions({ code }: { code: Code }) {
  const t = useText(messages);
  const org = useOrganization();
  const list = useInfiniteQuery(codes.uses(org.id, code.id));
  const rows = rowsOf(list.data);
  return (
    <section aria-label={t('redemptions')} className="space-y-3">
      <h2 className="text-20 font-semibold">{t('redemptions')}</h2>
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonRows rows={3} />}
      {list.data && rows.length === 0 && <p className="text-ink-muted">{t('redemptions.none')}</p>}
      {rows.length > 0 && (
        <>
          <DataList
            label={t('redemptions')}
            rows={rows}
            id={({ id }) => id}
            name={{ key: 'for', header: t('redemption.for'), cell: (row) => [row.event_title, row.ticket_type].filter((part) => part != null).join(' · ') }}
            columns={[
              { key: 'state', header: t('state'), cell: ({ state }) => <Pill icon={LOOKS[state][0]} tone={LOOKS[state][1]} label={t(`redemption.${state}`)} /> },
              { key: 'discount', header: t('discount'), numeric: true, cell: ({ discount }) => (discount == null ? <Unknown /> : <Money {...discount} />) },
              { key: 'at', header: t('redemption.at'), cell: (row) => <When at={row.redeemed_at ?? row.released_at ?? row.created_at} /> },
              ...(org.can('view-finance')
                ? [
                    {
                      key: 'payment',
                      header: t('redemption.payment'),
                      wideOnly: true,
                      cell: ({ payment_id: paymentId }: Use) => paymentId != null && <TextLink to={paths.orgPayment({ orgId: org.id, paymentId })}>{t('redemption.show')}</TextLink>,
                    },
                  ]
                : []),
            ]}
          />
          <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
        </>
      )}
    </section>
  );
}
