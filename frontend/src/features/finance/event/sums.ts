import type { Schema } from '@/api/contract';

type Month = Schema<'SalesMonth'>;
type Money = Schema<'Money'>;

export interface Sums {
  currency: string;
  payments: number;
  sales: Money;
  fees: Money;
  tax_withheld: Money;
  refunds: Money;
  refunds_borne: Money;
  earned: Money;
  paid_out: Money;
}

const PARTS = ['sales', 'fees', 'tax_withheld', 'refunds', 'refunds_borne', 'earned', 'paid_out'] as const;

/** All months of each currency; two currencies are never added. */
export function sumsOf(months: Month[]): Sums[] {
  const sums = new Map<string, Sums>();
  for (const month of months) {
    const { currency } = month.sales;
    const nothing = { amount: 0, currency };
    const before = sums.get(currency) ?? { currency, payments: 0, ...Object.fromEntries(PARTS.map((part) => [part, nothing])) } as Sums;
    const parts = PARTS.map((part): [string, Money] => [part, { amount: before[part].amount + month[part].amount, currency }]);
    sums.set(currency, { ...before, payments: before.payments + month.payments, ...Object.fromEntries(parts) });
  }
  return [...sums.values()];
}
