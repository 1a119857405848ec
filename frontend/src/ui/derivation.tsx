import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  /** "104 of 120 min", "50-min unit", "fifths, down". */
  steps: ReactNode[];
  result: ReactNode;
}

/** How a credit or a price came about: its steps in order, then what they give. */
export function Derivation({ steps, result }: Props) {
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-14 text-ink-muted tabular-nums">
      {steps.map((step, at) => (
        <span key={at} className="inline-flex items-center gap-2">
          {at > 0 && <span aria-hidden>·</span>}
          <span>{step}</span>
        </span>
      ))}
      <ArrowRight aria-hidden className="size-4 text-ink-subtle rtl:rotate-180" />
      <strong className="rounded-chip bg-accent-soft px-1.5 font-semibold text-on-accent-soft">{result}</strong>
    </p>
  );
}
