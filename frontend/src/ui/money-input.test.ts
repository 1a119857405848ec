import { expect, test } from 'vitest';
import { parseAmount } from './money-input';

test.each<[string, number, number | null]>([
  ['19.99', 2, 1999],
  ['19,9', 2, 1990],
  ['1 234', 2, 123_400],
  ['1000', 0, 1000],
  ['5.120', 3, 5120],
  ['1,249.50', 2, 124_950],
  ['1.249,50', 2, 124_950],
  ['1 249,5', 2, 124_950],
  ["1'249.50", 2, 124_950],
  ['1,234,567.8', 2, 123_456_780],
  ['1.234.567', 2, 123_456_700],
  ['1,234', 2, 123_400],
  ['12,5', 2, 1250],
  ['1,234', 0, 1234],
  ['1.234', 0, 1234],
  ['1,234.567', 3, 1_234_567],
  ['', 2, null],
])('%s with %d decimals is %s in minor units', (text, digits, minor) => {
  expect(parseAmount(text, digits)).toBe(minor);
});

/** A digit too many is refused rather than rounded; so is a mark that could be of decimals or of thousands. */
test.each<[string, number]>([
  ['19.999', 2], ['1.234', 2], ['1,234', 3], ['10.5', 0], ['12,34.50', 2], ['1,2345.00', 2], ['1.2.3', 2], ['1,234,56', 2], ['1.234,567', 2], ['-3', 2], ['abc', 2], [',', 2],
])('%s with %d decimals is no amount', (text, digits) => {
  expect(parseAmount(text, digits)).toBeNaN();
});
