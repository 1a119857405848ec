import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mistakeIn, readCode, showCode } from './code';

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const code = fc.array(fc.nat(30), { minLength: 15, maxLength: 15 }).map((values) => {
  const check = values.reduce((sum, value, at) => sum + value * (at + 1), 0) % 31;
  return [...values, check].map((value) => ALPHABET[value] ?? '').join('');
});

/** CE-6 */
test('a good code passes however it is written', () => {
  fc.assert(
    fc.property(code, (good) => {
      expect(mistakeIn(readCode(showCode(good).toLowerCase()))).toBeNull();
      expect(readCode(`https://accredit.example/verify/${showCode(good)}?x=1`)).toBe(good);
    }),
  );
});

/** CE-6 */
test('one wrong symbol is always noticed', () => {
  fc.assert(
    fc.property(code, fc.nat(15), fc.integer({ min: 1, max: 30 }), (good, at, by) => {
      const wrong = ALPHABET[(ALPHABET.indexOf(good[at] ?? '') + by) % 31] ?? '';
      expect(mistakeIn(good.slice(0, at) + wrong + good.slice(at + 1))).toBe('codeMistyped');
    }),
  );
});

test('the mistake is named', () => {
  expect(mistakeIn('')).toBe('codeMissing');
  expect(mistakeIn('ABC')).toBe('codeLength');
  expect(mistakeIn('0123')).toBe('codeSymbol');
  expect(mistakeIn('TEST')).toBeNull();
});
