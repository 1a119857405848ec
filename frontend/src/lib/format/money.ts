/** Amounts of money: minor units in, "16.46 USD" out. The only place that knows decimals (UX-39). */
import { formatLocale } from '@/lib/i18n/locale';

/** As in shared/models/src/currency.rs; the browser's own table has other decimals for some of these. */
const NONE = new Set(['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF']);
const THREE = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** Decimals of the minor unit: 2 for cents, 0 where there is none, 3 for thousandths. */
export function exponentOf(currency: string): 0 | 2 | 3 {
  return NONE.has(currency) ? 0 : THREE.has(currency) ? 3 : 2;
}

/** The code names the currency: a sign such as $ or kr would be ambiguous. */
export function formatMoney(amount: number, currency: string): string {
  const digits = exponentOf(currency);
  const number = new Intl.NumberFormat(formatLocale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${number.format(decimalOf(amount, digits))}\u00a0${currency}`;
}

/** As text, since a quotient of large integers is not exact. */
function decimalOf(amount: number, digits: number): Intl.StringNumericLiteral {
  const figures = String(Math.abs(amount)).padStart(digits + 1, '0');
  const at = figures.length - digits;
  const sign = amount < 0 ? '-' : '';
  return `${sign}${figures.slice(0, at)}.${figures.slice(at)}0` as Intl.StringNumericLiteral;
}
