import type { Schema } from '@/api/contract';
import type { Permission } from '@/lib/permissions';

export const ORG_ID = '0198a000-0000-7000-8000-000000000001';

const EVERYTHING: Permission[] = [
  'check-in', 'issue-credentials', 'manage-attendance', 'manage-credit-rules', 'manage-events', 'manage-integrations',
  'manage-members', 'manage-organization', 'manage-registrations', 'manage-security', 'manage-templates', 'read-audit-log',
  'read-credentials', 'read-events', 'read-messages', 'read-registrations', 'read-reports', 'send-messages', 'view-organization',
];

/** A signed-in person with one organization; `permissions` are those held in it. */
export function me(permissions: Permission[] = EVERYTHING): Schema<'Me'> {
  return {
    id: '0198a000-0000-7000-8000-0000000000aa',
    full_name: 'Anna Keller',
    email: 'anna@example.org',
    locale: 'en',
    time_zone: 'Europe/Zurich',
    memberships: [
      {
        id: '0198a000-0000-7000-8000-0000000000ab', organization_id: ORG_ID, kind: 'team', name: 'Alpine Pathology Society', slug: 'aps',
        time_zone: 'Europe/Zurich', roles: ['owner'], permissions,
      },
    ],
    unread_notifications: 0,
    addresses: [{ id: '0198a000-0000-7000-8000-0000000000ac', address: 'anna@example.org', is_primary: true, verified_at: '2026-01-05T08:00:00Z' }],
    clock: 24,
    week_start: 1,
    has_password: true,
    onboarding_completed: true,
    version: 1,
  };
}
