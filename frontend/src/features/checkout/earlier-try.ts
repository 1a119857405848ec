import { ProblemError, type Problem } from '@/lib/http/problem';
import { invoiceOf, type Invoice } from '@/ui/invoice/invoice';

/** What the page that booked has tried already: why it came to no page to pay on, and what was typed for the invoice. */
export interface EarlierTry {
  invoice: Invoice | null;
  refused: ProblemError | null;
}

type Known = Partial<{ invoice: Partial<Invoice> | null; refused: Problem | null }>;

export function earlierTry(state: unknown): EarlierTry {
  const { invoice, refused } = (typeof state === 'object' && state !== null ? state : {}) as Known;
  return { invoice: invoice == null ? null : invoiceOf(invoice), refused: refused == null ? null : new ProblemError(refused) };
}
