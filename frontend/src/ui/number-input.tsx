import { useState, type ComponentProps } from 'react';
import { TextInput } from './text-input';
import { formatLocale } from '@/lib/i18n/locale';

interface Props extends Omit<ComponentProps<typeof TextInput>, 'value' | 'onChange' | 'type'> {
  value: number | null;
  onChange: (value: number | null) => void;
  /** Decimals that may be typed; 0 gives whole numbers. */
  decimals?: number;
}

/** Takes the decimals of the reader's locale and gives a number; never changes what is typed. */
export function NumberInput({ value, onChange, onBlur, decimals = 0, ...rest }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      {...rest}
      inputMode={decimals === 0 ? 'numeric' : 'decimal'}
      autoComplete="off"
      value={typed ?? print(value, decimals)}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(parse(event.target.value));
      }}
      onBlur={(event) => {
        if (parse(event.target.value) !== null || event.target.value === '') setTyped(null);
        onBlur?.(event);
      }}
    />
  );
}

function print(value: number | null, decimals: number): string {
  if (value === null || Number.isNaN(value)) return '';
  return new Intl.NumberFormat(formatLocale(), { maximumFractionDigits: decimals, useGrouping: false }).format(value);
}

function parse(text: string): number | null {
  const plain = text.replace(/[\s'’]/g, '').replace(',', '.');
  return plain !== '' && Number.isFinite(Number(plain)) ? Number(plain) : null;
}
