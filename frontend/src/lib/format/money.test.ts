import { expect, test } from 'vitest';
import { exponentOf, formatMoney } from './money';

const plain = (amount: number, currency: string) => formatMoney(amount, currency).replace(/\u00a0/g, ' ');

/** UX-39, PA-1 */
test.each([
  [1646, 'USD', '16.46 USD'],
  [5, 'EUR', '0.05 EUR'],
  [0, 'CHF', '0.00 CHF'],
  [-660, 'USD', '-6.60 USD'],
  [1231, 'JPY', '1,231 JPY'],
  [5120, 'KWD', '5.120 KWD'],
  [700, 'ISK', '700 ISK'],
  [700, 'UGX', '700 UGX'],
  // The browser would print these without decimals, or count them otherwise.
  [123456, 'HUF', '1,234.56 HUF'],
  [123456, 'AFN', '1,234.56 AFN'],
  [250, 'MGA', '250 MGA'],
  [9007199254740991, 'USD', '90,071,992,547,409.91 USD'],
])('%i %s is "%s"', (amount, currency, text) => {
  expect(plain(amount, currency)).toBe(text);
});

/** PA-1 */
test('no two digits differ: every amount comes back as it went in', () => {
  for (const currency of ['USD', 'JPY', 'KWD']) {
    for (let amount = 0; amount < 3000; amount += 7) {
      const digits = plain(amount, currency).replace(/[^0-9]/g, '');
      expect(Number(digits)).toBe(amount);
    }
  }
  expect(exponentOf('TND')).toBe(3);
});
