import type { Filter, SalesDocument } from './api';
import { period } from '@/lib/format/days';

/** As it stands in the address. */
export const NONE = { kind: '', from: '', to: '' };
export type Asked = typeof NONE;

export const KINDS = ['invoice', 'credit_note'] as const satisfies SalesDocument['kind'][];

export function filterOf({ kind, ...days }: Asked): Filter {
  return { kind: KINDS.find((one) => one === kind), ...period(days) };
}
