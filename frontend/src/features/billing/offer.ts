/** What stands in the catalogue of plans, looked at by interval and currency. */
import type { Amount, Interval, OfferedPlan } from './api';
import { formatLocale } from '@/lib/i18n/locale';

export interface Price {
  amount: Amount;
  seat: Amount | null;
}

export const isPaid = ({ prices }: OfferedPlan): boolean => prices.length > 0;

export function priceOf({ prices }: OfferedPlan, interval: Interval, currency: string): Price | null {
  const found = prices.find((price) => price.interval === interval && price.amount.currency === currency);
  return found === undefined ? null : { amount: found.amount, seat: found.seat_amount ?? null };
}

/** What a year costs less than twelve months, exactly; null where it is not less. */
export function savedInYear(plan: OfferedPlan, currency: string): Amount | null {
  const [month, year] = [priceOf(plan, 'month', currency), priceOf(plan, 'year', currency)];
  if (month === null || year === null) return null;
  const saved = month.amount.amount * 12 - year.amount.amount;
  return saved > 0 ? { amount: saved, currency } : null;
}

export function currenciesOf(plans: OfferedPlan[]): string[] {
  return [...new Set(plans.flatMap(({ prices }) => prices.map(({ amount }) => amount.currency)))].sort();
}

const EURO = ['AT', 'BE', 'CY', 'DE', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'IE', 'IT', 'LT', 'LU', 'LV', 'MT', 'NL', 'PT', 'SI', 'SK'];
const OTHERS: Record<string, string> = {
  GB: 'GBP', CH: 'CHF', LI: 'CHF', SE: 'SEK', NO: 'NOK', DK: 'DKK', PL: 'PLN', CZ: 'CZK', CA: 'CAD', AU: 'AUD', NZ: 'NZD', JP: 'JPY',
  IN: 'INR', BR: 'BRL', MX: 'MXN', SG: 'SGD', HK: 'HKD', ZA: 'ZAR', KW: 'KWD', AE: 'AED',
};

/** That of the reader's region. */
function ownCurrency(): string {
  const region = new Intl.Locale(formatLocale()).maximize().region ?? '';
  return EURO.includes(region) ? 'EUR' : (OTHERS[region] ?? 'USD');
}

/** The one wanted if there are prices in it, else that of the region, else US dollars, else any. */
export function nearestCurrency(plans: OfferedPlan[], wanted: string): string {
  const offered = currenciesOf(plans);
  return [wanted, ownCurrency(), 'USD'].find((one) => offered.includes(one)) ?? offered[0] ?? 'USD';
}
