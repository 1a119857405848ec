import { useId, useState, type ComponentProps } from 'react';
import messages from './messages.en.json';
import { TextInput } from './text-input';
import { exponentOf } from '@/lib/format/money';
import { formatLocale } from '@/lib/i18n/locale';
import { useText } from '@/lib/i18n/use-text';

interface Props extends Omit<ComponentProps<typeof TextInput>, 'value' | 'onChange' | 'type' | 'inputMode' | 'suffix'> {
  /** Minor units; null is nothing typed, NaN is no amount of this currency. */
  value: number | null;
  onChange: (value: number | null) => void;
  currency: string;
}

/** Takes the marks of any locale and gives minor units, digit by digit: no amount is ever a fraction, none is guessed. */
export function MoneyInput({ value, onChange, onBlur, currency, 'aria-describedby': described, ...rest }: Props) {
  const t = useText(messages);
  const note = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const digits = exponentOf(currency);
  const unread = typed !== null && Number.isNaN(parseAmount(typed, digits));
  return (
    <>
      <TextInput
        {...rest}
        aria-describedby={[described, unread && note].filter(Boolean).join(' ') || undefined}
        inputMode={digits === 0 ? 'numeric' : 'decimal'}
        autoComplete="off"
        suffix={currency}
        value={typed ?? printAmount(value, digits)}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(parseAmount(event.target.value, digits));
        }}
        onBlur={(event) => {
          if (!Number.isNaN(parseAmount(event.target.value, digits))) setTyped(null);
          onBlur?.(event);
        }}
      />
      {unread && (
        <p id={note} role="status" className="mt-1 text-14 text-ink-muted">
          {t('money.unread', { example: printAmount(Math.trunc(1234.5 * 10 ** digits), digits), currency })}
        </p>
      )}
    </>
  );
}

const GROUPED = /^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/;

/**
 * '1 234,5', '1,234.50' and '1.234,50' with two decimals → 123450. What could mean two amounts is none (NaN): of
 * '1.234' nobody knows whether it is a thousand or a cent too many, but where a currency has no decimals, or the mark is
 * the one of the reader's thousands and three decimals cannot be meant, it is a thousand.
 */
export function parseAmount(text: string, digits: number, marks = marksOf(formatLocale())): number | null {
  const plain = text.replace(/[\s'’\u00a0\u202f]/g, '');
  if (plain === '') return null;
  const [, whole = '', mark, rest = ''] = /^(.*?)(?:([.,])(\d*))?$/.exec(plain) ?? [];
  const isDecimal = rest.length <= digits && (mark === undefined || !whole.includes(mark)) && !(rest.length === 3 && mark !== marks.decimal);
  if (isDecimal) return minorOf(whole, rest, digits);
  // Only groups of three, by one and the same mark.
  const group = GROUPED.exec(plain)?.[1];
  const sure = group !== undefined && (digits === 0 || plain.split(group).length > 2 || (digits < 3 && group === marks.group));
  return sure ? minorOf(plain.replaceAll(group, ''), '', digits) : Number.NaN;
}

/** The whole part may be grouped by the mark that the decimals do not have. */
function minorOf(whole: string, rest: string, digits: number): number {
  const grouped = GROUPED.exec(whole)?.[1];
  const figures = grouped === undefined ? whole : whole.replaceAll(grouped, '');
  return /^\d{1,12}$/.test(figures) ? Number(figures + rest.padEnd(digits, '0')) : Number.NaN;
}

function marksOf(locale: string): { decimal: string; group: string } {
  const parts = Intl.NumberFormat(locale).formatToParts(12_345.5);
  const mark = (kind: string, otherwise: string) => parts.find(({ type }) => type === kind)?.value ?? otherwise;
  return { decimal: mark('decimal', '.'), group: mark('group', ',') };
}

function printAmount(value: number | null, digits: number): string {
  if (value === null || Number.isNaN(value)) return '';
  const figures = String(value).padStart(digits + 1, '0');
  if (digits === 0) return figures;
  return figures.slice(0, -digits) + marksOf(formatLocale()).decimal + figures.slice(-digits);
}
