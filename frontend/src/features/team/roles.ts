/** Roles as they are offered; what each may do is the server's table. */
import type { Role, Scopes } from './api';

/** Given by the owner alone (OR-2); ownership itself is never given by invitation. */
const BY_OWNER: Role[] = ['admin'];
const BY_ANYONE: Role[] = ['organizer', 'course_manager', 'instructor', 'finance', 'check_in', 'viewer'];

export const offered = (owns: boolean): Role[] => (owns ? [...BY_OWNER, ...BY_ANYONE] : BY_ANYONE);

/** Without chosen events these roles see nothing (OR-3). */
const SCOPED: readonly string[] = ['instructor', 'check_in'] satisfies Role[];

export const isScoped = (roles: readonly string[]): boolean => roles.some((role) => SCOPED.includes(role));

/** They take a seat of the plan, unless the member pays for the own one (BI-11, BI-13). */
const SEATED: readonly string[] = ['organizer', 'course_manager'] satisfies Role[];

export const takesSeat = (roles: readonly string[]): boolean => roles.some((role) => SEATED.includes(role));

export const EVERYTHING: Scopes = { all_events: true, event_ids: [] };

/** Whether what was chosen lets the person see anything at all. */
export function reachesSomething({ roles, scopes }: { roles: readonly string[]; scopes: Scopes }): boolean {
  return !isScoped(roles) || scopes.all_events || scopes.event_ids.length > 0;
}
