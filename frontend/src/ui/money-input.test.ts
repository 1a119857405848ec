import { expect, test } from 'vitest';
import { parseAmount } from './money-input';

test.each<[string, number, number | null]>([
  ['19.99', 2, 1999],
  ['19,9', 2, 1990],
  ['1 234', 2, 123_400],
  ['1000', 0, 1000],
  ['5.120', 3, 5120],
  ['', 2, null],
])('%s with %d decimals is %s in minor units', (text, digits, minor) => {
  expect(parseAmount(text, digits)).toBe(minor);
});

/** A digit too many is refused rather than rounded; so is a thousands mark that could be a decimal one. */
test.each<[string, number]>([['19.999', 2], ['10.5', 0], ['1,234.50', 2], ['-3', 2], ['abc', 2]])('%s with %d decimals is no amount', (text, digits) => {
  expect(parseAmount(text, digits)).toBeNaN();
});
