import type { Gate, PersonGates } from '@/features/certificates-desk/api';

export type GateName = Gate['gate'];

/** What still stands in the way, in the order in which people are told of it. */
export const lackingOf = ({ gates }: Pick<PersonGates, 'gates'>): Gate[] => gates.filter(({ state }) => state === 'open' || state === 'pending');

const mayBeWaived = ({ state, waivable }: Gate): boolean => waivable && state === 'open';

/** A person whom no evaluation has seen yet has no learner to waive for. */
export const waivableOf = (person: PersonGates): GateName[] =>
  person.learner_id == null ? [] : person.gates.filter(mayBeWaived).map(({ gate }) => gate);

/** Of several people: each gate that is open for at least one, with whom a waiver would help. */
export function waivableAmong(people: PersonGates[]): { gate: GateName; learners: string[] }[] {
  const found = new Map<GateName, string[]>();
  for (const person of people) {
    for (const gate of waivableOf(person)) found.set(gate, [...(found.get(gate) ?? []), ...(person.learner_id == null ? [] : [person.learner_id])]);
  }
  return [...found].map(([gate, learners]) => ({ gate, learners }));
}
