import { useState, type ComponentProps } from 'react';
import { TextInput } from './text-input';
import { exponentOf } from '@/lib/format/money';
import { formatLocale } from '@/lib/i18n/locale';

interface Props extends Omit<ComponentProps<typeof TextInput>, 'value' | 'onChange' | 'type' | 'inputMode' | 'suffix'> {
  /** Minor units; null is nothing typed, NaN is no amount of this currency. */
  value: number | null;
  onChange: (value: number | null) => void;
  currency: string;
}

/** Takes the decimals of the reader's locale and gives minor units, digit by digit: no amount is ever a fraction. */
export function MoneyInput({ value, onChange, onBlur, currency, ...rest }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const digits = exponentOf(currency);
  return (
    <TextInput
      {...rest}
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
  );
}

/** '1 234,5' with two decimals → 123450; too many decimals or anything else → NaN. */
export function parseAmount(text: string, digits: number): number | null {
  const plain = text.replace(/[\s'’\u00a0\u202f]/g, '');
  if (plain === '') return null;
  const [, whole, rest = ''] = /^(\d{1,12})(?:[.,](\d*))?$/.exec(plain) ?? [];
  if (whole === undefined || rest.length > digits) return Number.NaN;
  return Number(whole + rest.padEnd(digits, '0'));
}

function printAmount(value: number | null, digits: number): string {
  if (value === null || Number.isNaN(value)) return '';
  const figures = String(value).padStart(digits + 1, '0');
  if (digits === 0) return figures;
  const point = Intl.NumberFormat(formatLocale()).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';
  return figures.slice(0, -digits) + point + figures.slice(-digits);
}
