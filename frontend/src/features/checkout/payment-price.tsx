import type { Payment } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Panel } from '@/ui/panel';
import { PriceBuildUp } from '@/ui/price-build-up';
import { Money, When } from '@/ui/quantities';

/** What is or was to be paid, line by line, and what went back of it. */
export function PaymentPrice({ payment }: { payment: Payment }) {
  const t = useText(messages);
  const { amounts, currency, fee_payer: feePayer, items, event, organizer, status, refunds, refunded, tax } = payment;
  const paid = status === 'paid';
  return (
    <Panel title={event?.title ?? t('price')} description={t('soldBy', { organizer })}>
      <PriceBuildUp
        amounts={amounts}
        currency={currency}
        feePayer={feePayer}
        items={items.map(({ label, attendee, amounts: { list } }) => ({ label: attendee == null ? label : `${label} · ${attendee}`, amount: list }))}
        code={items.find(({ promo_code: code }) => code != null)?.promo_code}
        tax={tax && { ...tax, open: !paid }}
        refunded={refunded.amount}
        totalLabel={paid ? t('total.paid') : undefined}
      />
      {refunds.length > 0 && (
        <ul className="mt-4 space-y-2 border-t border-line pt-4">
          {refunds.map(({ id, amount, status: state, cause, requested_at: asked, succeeded_at: done }) => (
            <li key={id} className="flex flex-wrap justify-between gap-x-6">
              <span className="min-w-0 break-words">
                {t.of('refund', state)} · {t.of('cause', cause)}
                <span className="block text-14 text-ink-muted">
                  <When at={done ?? asked} />
                </span>
              </span>
              <span className="ms-auto">
                <Money amount={amount} currency={currency} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
