/** As in shared/models/src/currency.rs: the currencies in which people can pay. */
import { formatLocale } from '@/lib/i18n/locale';

const CODES =
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CVE CZK DJF DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD JOD JPY KES KGS KHR KMF KRW KWD KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SEK SGD SHP SZL THB TJS TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XOF XPF YER ZAR';

/** Names come from the browser in the reader's language. */
export function currencyOptions(): { value: string; label: string; hint: string }[] {
  const names = new Intl.DisplayNames([formatLocale()], { type: 'currency' });
  const options = CODES.split(' ').map((code) => ({ value: code, label: names.of(code) ?? code, hint: code }));
  return options.sort((one, two) => one.label.localeCompare(two.label, formatLocale()));
}
