/**
 * The state gallery (UX-62): each feature declares the states of its screens in `states.ts`, as
 * an address and what the network answers. `npm run states` looks at every one of them.
 */
import type { Schema } from '@/api/contract';

/** A body; a status with a problem's code; a request that never ends; or no line. */
export type Answer = { body: unknown } | { status: number; code: string; detail?: string } | 'pending' | 'offline';

export interface State {
  /** The address that is opened. */
  at: string;
  /** By 'GET /api/v1/events/:id'; what is missing is answered 404. */
  answers: Record<string, Answer>;
  me?: Schema<'Me'>;
}

export type States = Record<string, State>;

export const body = (value: unknown): Answer => ({ body: value });

/** One page of a list. */
export const page = (...data: unknown[]): Answer => body({ data, next_cursor: null });

/** The failures of section 2.6 that every read can meet. */
export function failuresOf(at: string, question: string, others: Record<string, Answer> = {}, me?: Schema<'Me'>): States {
  const state = (answer: Answer): State => ({ at, me, answers: { ...others, [question]: answer } });
  return {
    loading: state('pending'),
    offline: state('offline'),
    'our-fault': state({ status: 500, code: 'internal' }),
    missing: state({ status: 404, code: 'not-found' }),
  };
}

/** States of several screens of one feature, told apart by the screen's name. */
export function statesOf(screen: string, states: States): States {
  return Object.fromEntries(Object.entries(states).map(([name, state]) => [`${screen}-${name}`, state]));
}
