/** Server pointers become form fields: forms name their fields as the API does (UX-18). */
import type { FieldProblem } from '@/lib/http/problem';

/** '/questions/0/label' → 'questions.0.label' (RFC 6901 escapes undone). */
export function fieldOf(pointer: string): string {
  return pointer
    .replace(/^#/, '')
    .split('/')
    .slice(1)
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .join('.');
}

export interface Placed {
  fields: { name: string; message: string }[];
  rest: string[];
}

/** Splits a refusal into fields that the form has and sentences for the summary. */
export function place(errors: FieldProblem[], known: (field: string) => boolean, rename: Record<string, string> = {}): Placed {
  const placed: Placed = { fields: [], rest: [] };
  for (const { pointer, detail } of errors) {
    const name = rename[pointer] ?? fieldOf(pointer);
    if (known(name)) placed.fields.push({ name, message: detail });
    else placed.rest.push(detail);
  }
  return placed;
}
