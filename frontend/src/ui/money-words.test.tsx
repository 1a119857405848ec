import { screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { MoneyInput } from './money-input';
import { renderPart } from '@/test/render';

function Sample({ currency }: { currency: string }) {
  const [value, setValue] = useState<number | null>(null);
  return <MoneyInput aria-label="Price" currency={currency} value={value} onChange={setValue} />;
}

test('an amount with marks of thousands is read, and shown as it was read', async () => {
  const { user } = renderPart(<Sample currency="USD" />);
  const price = screen.getByRole('textbox', { name: 'Price' });
  await user.type(price, '1,249.50');
  expect(price).toHaveAccessibleDescription('');
  await user.tab();
  expect(price).toHaveValue('1249.50');
});

test('an amount that could mean two things says at its field how to type it', async () => {
  const { user } = renderPart(<Sample currency="USD" />);
  const price = screen.getByRole('textbox', { name: 'Price' });
  await user.type(price, '1.249');
  expect(price).toHaveAccessibleDescription('This could be read in two ways, or is no amount in USD. Type it like 1234.50.');
  await user.tab();
  expect(price).toHaveValue('1.249');
});
