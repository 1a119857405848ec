import type { ReactNode } from 'react';
import { Money } from './quantities';
import type { Schema } from '@/api/contract';
import { useText } from '@/lib/i18n/use-text';
import messages from '@/ui/price/messages.en.json';

type Amounts = Pick<Schema<'Amounts'>, 'list' | 'discount' | 'net' | 'service_fee' | 'processing_fee' | 'tax' | 'total'>;

interface Props {
  amounts: Amounts;
  currency: string;
  /** Fees that the organizer bears are none of the buyer's lines. */
  feePayer: Schema<'FeePayer'>;
  /** What is bought, before any code; its sum is `amounts.list`. */
  items: { label: string; amount: number }[];
  code?: string | null;
  /** Until the buyer's address is final. */
  taxEstimated?: boolean;
  /** What went back. */
  refunded?: number;
  /** In place of "Total", once it is paid. */
  totalLabel?: string;
}

/** How a price comes about, line by line, in amounts that add up (PA-8). */
export function PriceBuildUp({ amounts, currency, feePayer, items, code, taxEstimated = false, refunded = 0, totalLabel }: Props) {
  const t = useText(messages);
  const money = (amount: number) => <Money amount={amount} currency={currency} />;
  const fees = feePayer === 'buyer' ? amounts.service_fee + amounts.processing_fee : 0;
  const taxInside = amounts.total === amounts.net + fees;
  return (
    <dl className="grid grid-cols-[minmax(0,1fr)] gap-2" aria-label={t('title')}>
      {items.map(({ label, amount }, at) => (
        <Line key={`${label}${String(at)}`} label={label}>
          {money(amount)}
        </Line>
      ))}
      {amounts.discount > 0 && <Line label={code == null ? t('discount') : t('code', { code })}>{money(-amounts.discount)}</Line>}
      {fees > 0 && <Line label={t('service')}>{money(amounts.service_fee)}</Line>}
      {fees > 0 && <Line label={t('processing')}>{money(amounts.processing_fee)}</Line>}
      {amounts.tax > 0 && !taxInside && <Line label={taxEstimated ? t('taxEstimated') : t('tax')}>{money(amounts.tax)}</Line>}
      {taxEstimated && amounts.tax === 0 && <Line label={t('tax')}>{t('taxLater')}</Line>}
      <Line strong label={totalLabel ?? t('total')}>
        {money(amounts.total)}
      </Line>
      {amounts.tax > 0 && taxInside && <Line label={t('taxInside')}>{money(amounts.tax)}</Line>}
      {refunded > 0 && <Line label={t('refunded')}>{money(-refunded)}</Line>}
    </dl>
  );
}

function Line({ label, strong = false, children }: { label: string; strong?: boolean; children: ReactNode }) {
  return (
    <div className={strong ? 'mt-1 flex flex-wrap justify-between gap-x-6 border-t border-line pt-3 text-18 font-semibold' : 'flex flex-wrap justify-between gap-x-6'}>
      <dt className={strong ? 'min-w-0' : 'min-w-0 break-words text-ink-muted'}>{label}</dt>
      <dd className="ms-auto tabular-nums">{children}</dd>
    </div>
  );
}
