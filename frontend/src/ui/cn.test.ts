import { expect, test } from 'vitest';
import { cn } from './cn';

test('the later class wins where both set one property', () => {
  expect(cn('h-4 rounded-chip text-14 text-ink', 'h-8 rounded-full', 'text-accent')).toBe('text-14 h-8 rounded-full text-accent');
  expect(cn('border border-line', 'border-accent')).toBe('border border-accent');
  expect(cn('hidden w-full', 'md:block sm:w-auto')).toBe('hidden w-full md:block sm:w-auto');
});

test('a size sets height and width', () => {
  expect(cn('h-4 w-full', 'size-10')).toBe('size-10');
  expect(cn('h-4 md:h-6', 'md:size-10')).toBe('h-4 md:size-10');
});

test('conditions and unknown classes stay', () => {
  expect(cn('hover:bg-sunken', false, undefined, 'bg-sunken', 'grid-cols-[1fr_2fr]', 'divide-y')).toBe('hover:bg-sunken bg-sunken grid-cols-[1fr_2fr] divide-y');
});
