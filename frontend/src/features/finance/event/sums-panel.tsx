import type { Sums } from './sums';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Panel } from '@/ui/panel';
import { Money } from '@/ui/quantities';

/** From what buyers paid down to what the organizer earned, in amounts that add up. */
export function SumsPanel({ sums }: { sums: Sums }) {
  const t = useText(messages);
  const { currency } = sums;
  const lines = [
    ['sales', sums.sales.amount],
    ['fees', -sums.fees.amount],
    ['taxWithheld', -sums.tax_withheld.amount],
    ['refundsBorne', -sums.refunds_borne.amount],
  ] as const;
  return (
    <Panel title={t('event.in', { currency })} description={t('event.payments', { n: sums.payments })}>
      <dl className="grid max-w-form gap-2">
        {lines
          .filter(([key, amount]) => key === 'sales' || amount !== 0)
          .map(([key, amount]) => (
            <div key={key} className="flex flex-wrap justify-between gap-x-6">
              <dt className="text-ink-muted">{t(`sum.${key}`)}</dt>
              <dd className="ms-auto">
                <Money amount={amount} currency={currency} />
              </dd>
            </div>
          ))}
        <div className="mt-1 flex flex-wrap justify-between gap-x-6 border-t border-line pt-3 text-18 font-semibold">
          <dt>{t('sum.earned')}</dt>
          <dd className="ms-auto">
            <Money {...sums.earned} />
          </dd>
        </div>
        {sums.refunds.amount > 0 && (
          <div className="flex flex-wrap justify-between gap-x-6 text-14 text-ink-muted">
            <dt>{t('sum.refunds')}</dt>
            <dd className="ms-auto">
              <Money {...sums.refunds} />
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  );
}
