import { lazy, Suspense } from 'react';
import type { EventDetails, Quote } from './api';
import messages from './messages.en.json';
import type { Order } from './use-order';
import { useText } from '@/lib/i18n/use-text';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { PriceBuildUp } from '@/ui/price-build-up';
import { SkeletonRows } from '@/ui/skeleton';

// Only what costs something is paid back.
const RefundTerms = lazy(async () => ({ default: (await import('@/ui/refund-terms/refund-terms')).RefundTerms }));

/** The whole sum, line by line, before anybody pays; `later` where the organizer decides first. */
export function OrderPrice({ event, order: { pieces, quote, error }, later }: { event: EventDetails; order: Order; later: boolean }) {
  const t = useText(messages);
  if (pieces.length === 0) return null;
  return (
    <Panel title={t('order')} description={t(later ? 'order.approval' : quote?.tax.behavior === 'exclusive' ? 'order.hint.plusTax' : 'order.hint')}>
      {quote ? (
        <div aria-live="polite">
          <PriceBuildUp
            amounts={quote.amounts}
            currency={quote.currency}
            feePayer={quote.fee_payer}
            items={grouped(quote.lines)}
            code={quote.promo_code?.code}
            tax={quote.tax.behavior == null ? null : { behavior: quote.tax.behavior, open: quote.tax.estimated }}
          />
          {quote.total.amount > 0 && (
            <div className="mt-4 border-t border-line pt-3">
              <Suspense fallback={<SkeletonRows rows={2} />}>
                <RefundTerms terms={quote.refund_terms} event={event} currency={quote.currency} fees={quote.fee_payer === 'buyer'} />
              </Suspense>
            </div>
          )}
          {quote.promo_code?.needs_verified_address && <p className="mt-3 text-14 text-ink-muted">{t('order.verified')}</p>}
        </div>
      ) : error ? (
        <ErrorState inline error={error} />
      ) : (
        <SkeletonRows rows={2} />
      )}
    </Panel>
  );
}

/** "3 × Seat": tickets of one kind stand on one line. */
function grouped(lines: Quote['lines']): { label: string; amount: number }[] {
  const kinds = [...new Set(lines.map(({ ticket_type_id: id }) => id))];
  return kinds.map((kind) => {
    const same = lines.filter(({ ticket_type_id: id }) => id === kind);
    const name = same[0]?.name ?? '';
    return { label: same.length > 1 ? `${String(same.length)} × ${name}` : name, amount: same.reduce((sum, { amounts }) => sum + amounts.list, 0) };
  });
}
