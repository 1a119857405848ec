import { useEffect } from 'react';
import type { FieldValues } from 'react-hook-form';
import type { AppForm } from '@/lib/form/use-app-form';

/**
 * What was saved meanwhile, here or by somebody else, arrives in the fields that nobody touched; what
 * is typed stays. Together with `changed` a lost update can overwrite nothing unseen.
 */
export function useFollow<Values extends FieldValues>({ reset }: AppForm<Values>, saved: Values): void {
  const signature = JSON.stringify(saved);
  useEffect(() => reset(JSON.parse(signature) as Values, { keepDirtyValues: true }), [reset, signature]);
}

/** Only what differs from what is saved; an empty text clears. */
export function changed<Values extends Record<string, unknown>>(saved: Values, typed: Values): Record<string, unknown> {
  const fields = Object.entries(typed).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(saved[name]));
  return Object.fromEntries(fields.map(([name, value]) => [name, value === '' ? null : value]));
}
