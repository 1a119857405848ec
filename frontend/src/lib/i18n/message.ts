/** Evaluates catalogues that `vite/icu.ts` has compiled; no parser runs in the browser. */
import type { ReactNode } from 'react';

export type Part =
  | string
  | ['a', string]
  | ['n' | 'd', string, string]
  | ['#']
  | ['p', string, number, boolean, Record<string, Part[]>]
  | ['s', string, Record<string, Part[]>]
  | ['t', string, Part[]];

export type Message = string | Part[];
export type Value = ReactNode | Date;
export type Values = Record<string, Value | ((chunks: ReactNode) => ReactNode)>;

/** The pieces of a message: only strings, unless a value or a tag is an element. */
export function evaluate(message: Message, values: Values, locale: string): ReactNode[] {
  return typeof message === 'string' ? [message] : pieces(message, values, locale, 0);
}

function pieces(parts: Part[], values: Values, locale: string, pound: number): ReactNode[] {
  return parts.flatMap((part): ReactNode[] => {
    if (typeof part === 'string') return [part];
    switch (part[0]) {
      case '#':
        return [new Intl.NumberFormat(locale).format(pound)];
      case 'a':
        return [simple(given(values, part[1]), locale)];
      case 'n':
        return [number(Number(given(values, part[1])), part[2], locale)];
      case 'd':
        return [date(given(values, part[1]), part[2], locale)];
      case 's':
        return choose(part[2], word(given(values, part[1])), values, locale, pound);
      case 'p':
        return plural(part, values, locale);
      case 't':
        return [tagged(part, values, locale, pound)];
    }
  });
}

function given(values: Values, name: string): Value {
  const value = values[name];
  if (value === undefined && !(name in values)) throw new Error(`A message lacks its value "${name}"`);
  return typeof value === 'function' ? null : value;
}

function word(value: Value): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function simple(value: Value, locale: string): ReactNode {
  if (value instanceof Date) return date(value, '', locale);
  return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value;
}

function number(value: number, style: string, locale: string): string {
  const options: Intl.NumberFormatOptions = style === 'percent' ? { style: 'percent' } : {};
  return new Intl.NumberFormat(locale, options).format(value);
}

function date(value: Value, style: string, locale: string): string {
  const when = value instanceof Date ? value : new Date(word(value));
  const dateStyle = style === 'short' || style === 'long' || style === 'full' ? style : 'medium';
  return new Intl.DateTimeFormat(locale, { dateStyle }).format(when);
}

function plural(part: Extract<Part, ['p', ...unknown[]]>, values: Values, locale: string): ReactNode[] {
  const [, name, offset, ordinal, options] = part;
  const value = Number(given(values, name));
  const exact = options[`=${String(value)}`];
  if (exact) return pieces(exact, values, locale, value - offset);
  const rule = new Intl.PluralRules(locale, { type: ordinal ? 'ordinal' : 'cardinal' }).select(value - offset);
  return choose(options, rule, values, locale, value - offset);
}

function choose(
  options: Record<string, Part[]>,
  key: string,
  values: Values,
  locale: string,
  pound: number,
): ReactNode[] {
  return pieces(options[key] ?? options.other ?? [], values, locale, pound);
}

function tagged(part: Extract<Part, ['t', ...unknown[]]>, values: Values, locale: string, pound: number): ReactNode {
  const [, name, children] = part;
  const render = values[name];
  if (typeof render !== 'function') throw new Error(`A message lacks its tag <${name}>`);
  const inner = pieces(children, values, locale, pound);
  return render(inner.every((one) => typeof one === 'string') ? inner.join('') : inner);
}
