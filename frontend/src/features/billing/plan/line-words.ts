import type { PlanQuote } from '@/features/billing/api';

type Line = PlanQuote['lines'][number];

/** An id of the payment service, where it knows no name for a plan or a seat. */
const ID = /\b(?:prod|price|plan)_\w+/;

interface Words {
  /** The plan that is left, of which the unused time is given back. */
  from: string;
  to: string;
  seat: string;
  /** The plan and its period stay: only seats are counted anew. */
  onlySeats: boolean;
}

/** What each line is for, by name: the plan stands before its seats, and lines below zero are of the plan that is left. */
export function lineWords(lines: Line[], { from, to, seat, onlySeats }: Words): string[] {
  return lines.map(({ description, amount: { amount } }, at) => {
    const same = lines.slice(0, at).some((other) => Math.sign(other.amount.amount) === Math.sign(amount));
    const name = same || onlySeats ? seat : amount < 0 ? from : to;
    return description.replace(ID, name);
  });
}
