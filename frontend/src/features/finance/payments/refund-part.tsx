import type { Payment } from './api';
import { RefundState } from '@/features/finance/refunds/refund-state';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Panel } from '@/ui/panel';
import { Money, When } from '@/ui/quantities';

/** What went back of it, or is on its way. */
export function RefundPart({ payment }: { payment: Payment }) {
  const t = useText(messages);
  if (payment.refunds.length === 0) return null;
  return (
    <Panel title={t('tab.refunds')}>
      <ul className="-my-3 divide-y divide-line">
        {payment.refunds.map((refund) => (
          <li key={refund.id} className="flex flex-wrap items-center justify-between gap-3 py-3">
            <div className="min-w-0">
              <p className="font-semibold">
                <Money amount={refund.amount} currency={payment.currency} />
              </p>
              <p className="text-14 text-ink-muted">
                {t(`cause.${refund.cause}`)} · <When at={refund.requested_at} />
              </p>
            </div>
            <RefundState status={refund.status} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
