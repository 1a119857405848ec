import type { ReactNode } from 'react';
import { Money } from './quantities';
import type { Schema } from '@/api/contract';
import { useText, type Text } from '@/lib/i18n/use-text';
import messages from '@/ui/price/messages.en.json';

type Amounts = Pick<Schema<'Amounts'>, 'list' | 'discount' | 'net' | 'service_fee' | 'processing_fee' | 'tax' | 'total'>;

/** How it is taxed: in the price or on top of it, and by which rates once that is known. */
interface TaxTaken {
  behavior: Schema<'TaxBehavior'>;
  lines?: Schema<'TaxLine'>[];
  /** The page to pay on is still to work it out, by the buyer's address. */
  open: boolean;
}

interface Props {
  amounts: Amounts;
  currency: string;
  /** Fees that the organizer bears are none of the buyer's lines. */
  feePayer: Schema<'FeePayer'>;
  /** What is bought, before any code; its sum is `amounts.list`. */
  items: { label: string; amount: number }[];
  code?: string | null;
  /** Nothing where no tax is taken. */
  tax?: TaxTaken | null;
  /** For whoever is not the buyer, in place of the sentence about tax that is still to come. */
  taxOpen?: string;
  /** What went back. */
  refunded?: number;
  /** In place of "Total", once it is paid. */
  totalLabel?: string;
}

/** How a price comes about, line by line, in amounts that add up (PA-8); tax stands where it counts (PA-7). */
export function PriceBuildUp({ amounts, currency, feePayer, items, code, tax, taxOpen, refunded = 0, totalLabel }: Props) {
  const t = useText(messages);
  const money = (amount: number) => <Money amount={amount} currency={currency} />;
  const fees = feePayer === 'buyer' ? amounts.service_fee + amounts.processing_fee : 0;
  const onTop = tax?.behavior === 'exclusive';
  const rates = tax == null ? [] : ratesOf(tax, amounts.tax, t);
  return (
    <>
      <dl className="grid grid-cols-[minmax(0,1fr)] gap-2" aria-label={t('title')}>
        {items.map(({ label, amount }, at) => (
          <Line key={`${label}${String(at)}`} label={label}>
            {money(amount)}
          </Line>
        ))}
        {amounts.discount > 0 && <Line label={code == null ? t('discount') : t('code', { code })}>{money(-amounts.discount)}</Line>}
        {fees > 0 && <Line label={t('service')}>{money(amounts.service_fee)}</Line>}
        {fees > 0 && <Line label={t('processing')}>{money(amounts.processing_fee)}</Line>}
        {onTop && rates.map(({ rate, amount }, at) => <Line key={`${rate}${String(at)}`} label={rate}>{money(amount)}</Line>)}
        <Line strong label={totalLabel ?? t(onTop && tax.open && amounts.tax === 0 ? 'totalBeforeTax' : 'total')}>
          {money(amounts.total)}
        </Line>
        {!onTop && rates.map(({ rate, amount }, at) => <Line key={`${rate}${String(at)}`} label={t('taxInside', { rate })}>{money(amount)}</Line>)}
        {refunded > 0 && <Line label={t('refunded')}>{money(-refunded)}</Line>}
      </dl>
      {tax?.open === true && <p className="mt-3 text-14 text-ink-muted">{taxOpen ?? t(`taxOpen.${tax.behavior}`)}</p>}
    </>
  );
}

/** Rate by rate; all in one where the rates are not known, and nothing where there is none. */
function ratesOf({ behavior, lines = [], open }: TaxTaken, sum: number, t: Text<keyof typeof messages>): { rate: string; amount: number }[] {
  if (lines.length > 0) return lines.map((line) => ({ rate: rateOf(line, t), amount: line.amount }));
  if (sum === 0) return [];
  return [{ rate: behavior === 'inclusive' ? t('tax') : t(open ? 'taxEstimated' : 'taxOnTop'), amount: sum }];
}

function rateOf({ name, percentage, country }: Schema<'TaxLine'>, t: Text<keyof typeof messages>): string {
  return country == null ? t('rate', { name, percentage }) : t('rateIn', { name, percentage, country });
}

function Line({ label, strong = false, children }: { label: string; strong?: boolean; children: ReactNode }) {
  return (
    <div className={strong ? 'mt-1 flex flex-wrap justify-between gap-x-6 border-t border-line pt-3 text-18 font-semibold' : 'flex flex-wrap justify-between gap-x-6'}>
      <dt className={strong ? 'min-w-0' : 'min-w-0 break-words text-ink-muted'}>{label}</dt>
      <dd className="ms-auto tabular-nums">{children}</dd>
    </div>
  );
}
