import { expect, test } from 'vitest';
import { ofOrganization } from './navigation';
import type { Permission } from '@/lib/permissions';
import { me } from '@/test/fixtures';

const shown = (...rights: Permission[]) => {
  const [held] = me(rights).memberships;
  const { work, settings } = held ? ofOrganization(held) : { work: [], settings: [] };
  return [...work, ...settings].map(({ text }) => text);
};

/** UX-12: each entry by its own right, in the order of the table */
test.each<[Permission, string]>([
  ['view-organization', 'nav.overview'],
  ['read-events', 'nav.events'],
  ['read-credentials', 'nav.certificates'],
  ['manage-credit-rules', 'nav.credit'],
  ['manage-promo-codes', 'nav.promoCodes'],
  ['view-finance', 'nav.finance'],
  ['manage-organization', 'nav.organization'],
  ['manage-members', 'nav.team'],
  ['view-billing', 'nav.billing'],
  ['manage-integrations', 'nav.integrations'],
  ['read-audit-log', 'nav.audit'],
])('%s opens %s and nothing else', (right, entry) => {
  expect(shown(right)).toEqual([entry]);
});

test('who may everything sees the entries in their order', () => {
  const [held] = me().memberships;
  expect(shown(...((held?.permissions ?? []) as Permission[]))).toEqual([
    'nav.overview', 'nav.events', 'nav.certificates', 'nav.credit', 'nav.promoCodes', 'nav.finance', 'nav.organization', 'nav.team', 'nav.billing', 'nav.integrations', 'nav.audit',
  ]);
});

test('a role without rights here sees nothing', () => {
  expect(shown('check-in')).toEqual([]);
});
