/** What a person may do is read from the permission list of `get_me`, never from a role (UX-1). */
import { createContext, use } from 'react';
import type { Me, Membership } from '@/lib/session/me';

export type Permission =
  | 'check-in'
  | 'issue-credentials'
  | 'manage-attendance'
  | 'manage-billing'
  | 'manage-credit-rules'
  | 'manage-events'
  | 'manage-integrations'
  | 'manage-members'
  | 'manage-organization'
  | 'manage-payouts'
  | 'manage-promo-codes'
  | 'manage-registrations'
  | 'manage-security'
  | 'manage-templates'
  | 'own-organization'
  | 'read-audit-log'
  | 'read-credentials'
  | 'read-events'
  | 'read-messages'
  | 'read-registrations'
  | 'read-reports'
  | 'refund-payments'
  | 'send-messages'
  | 'view-billing'
  | 'view-finance'
  | 'view-organization';

export function can(me: Me | undefined, organization: string, permission: Permission): boolean {
  return allows(membership(me, organization), permission);
}

export function membership(me: Me | undefined, organization: string): Membership | undefined {
  return me?.memberships.find((one) => one.organization_id === organization);
}

export function allows(held: Membership | undefined, permission: Permission): boolean {
  return held?.permissions.some((one) => kebab(one) === permission) ?? false;
}

// The permission table says `ManageEvents`; the API may write it in any case.
function kebab(name: string): string {
  return name.replace(/_/g, '-').replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

/** The organization whose pages are shown; provided by the App shell for `/org/:orgId/…`. */
export const OrganizationContext = createContext<Membership | null>(null);

export function useOrganization(): { id: string; name: string; can: (permission: Permission) => boolean } {
  const held = use(OrganizationContext);
  if (held === null) throw new Error('useOrganization needs a page under /org/:orgId');
  return { id: held.organization_id, name: held.name, can: (permission) => allows(held, permission) };
}
