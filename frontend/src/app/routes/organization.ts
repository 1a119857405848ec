/** Pages of an organization; `needs` names the right, and the shell refuses without it. */
import type { RouteObject } from 'react-router';
import { page } from '../page-route';
import { paths } from '@/lib/paths';

/** The parts of an event stand in its workspace, and any of them may show a person beside it. */
const workspace: RouteObject[] = [
  page({ path: '' }, () => import('@/features/events/workspace/overview-page')),
  page(paths.orgEventEdit, () => import('@/features/events/editing/edit-page'), { needs: 'manage-events' }),
  page(paths.orgEventRegistrations, () => import('@/features/registrations/registrations-page'), { needs: 'read-registrations' }),
  page(paths.orgEventWaitlist, () => import('@/features/registrations/waitlist-page'), { needs: 'manage-registrations' }),
  page(paths.orgEventSessions, () => import('@/features/events/programme/sessions-page')),
  page(paths.orgEventPresence, () => import('@/features/presence/presence-page'), { needs: 'manage-attendance' }),
  page(paths.orgEventTriage, () => import('@/features/presence/triage/triage-page'), { needs: 'manage-attendance' }),
  page(paths.orgEventCertificates, () => import('@/features/certificates-desk/event-certificates-page'), { needs: 'read-credentials' }),
  page(paths.orgEventClose, () => import('../event-closing-page'), { needs: 'manage-attendance' }),
  page(paths.orgEventFinance, () => import('@/features/finance/event/event-finance-page'), { needs: 'view-finance' }),
  page(paths.orgEventSettings, () => import('@/features/events/regulation/settings-page'), { needs: 'manage-events' }),
];

const person: RouteObject = {
  lazy: async () => ({ Component: (await import('../event-person-layout')).default }),
  children: workspace,
};

const credit: RouteObject[] = [
  page({ path: '' }, () => import('@/features/credit-rules/rules/rule-sets-page')),
  page(paths.orgCreditBodies, () => import('@/features/credit-rules/bodies/bodies-page')),
  page(paths.orgCreditDesignations, () => import('@/features/credit-rules/designations/designations-page')),
];

const finance: RouteObject[] = [
  page({ path: '' }, () => import('@/features/finance/payments/payments-page')),
  page(paths.orgFinanceRefunds, () => import('@/features/finance/refunds/refunds-page'), { needs: 'refund-payments' }),
  page(paths.orgFinanceDisputes, () => import('@/features/finance/disputes/disputes-page')),
  page(paths.orgFinanceDocuments, () => import('@/features/finance/documents/documents-page')),
  page(paths.orgFinanceLedger, () => import('@/features/finance/ledger/ledger-page')),
  page(paths.orgFinancePayouts, () => import('@/features/finance/payouts/payouts-page')),
];

const promoCodes: RouteObject[] = [
  page({ path: '' }, () => import('@/features/promo-codes/codes/codes-page')),
  page(paths.orgPromoBatches, () => import('@/features/promo-codes/batches/batches-page')),
  page(paths.orgPromoReport, () => import('@/features/promo-codes/report/report-page')),
];

export const organizationRoutes: RouteObject[] = [
  page(paths.org, () => import('@/features/overview/overview-page')),
  page(paths.orgEvents, () => import('@/features/events/listing/events-page'), { needs: 'read-events' }),
  page(paths.orgNewEvent, () => import('@/features/events/creation/new-event-page'), { needs: 'manage-events' }),
  page(paths.orgEvent, () => import('@/features/events/workspace/workspace-page'), { needs: 'read-events', children: [person] }),
  page(paths.orgCreditRule, () => import('@/features/credit-rules/rules/rule-page'), { needs: 'manage-credit-rules' }),
  page(paths.orgCredit, () => import('@/features/credit-rules/credit-page'), { needs: 'manage-credit-rules', children: credit }),
  page(paths.orgCertificates, () => import('@/features/certificates-desk/certificates-page'), { needs: 'read-credentials' }),
  page(paths.orgPromoCode, () => import('@/features/promo-codes/codes/code-page'), { needs: 'manage-promo-codes' }),
  page(paths.orgPromoCodes, () => import('@/features/promo-codes/promo-codes-page'), { needs: 'manage-promo-codes', children: promoCodes }),
  page(paths.orgPayment, () => import('@/features/finance/payments/payment-page'), { needs: 'view-finance' }),
  page(paths.orgFinance, () => import('@/features/finance/finance-page'), { needs: 'view-finance', children: finance }),
  page(paths.orgTeam, () => import('@/features/team/team-page'), { needs: 'manage-members' }),
  page(paths.orgBilling, () => import('@/features/billing/plan/billing-page'), { needs: 'view-billing' }),
  page(paths.orgIntegrations, () => import('@/features/zoom/integrations-page'), { needs: 'manage-integrations' }),
  page(paths.orgSettings, () => import('@/features/organization/settings-page'), { needs: 'manage-organization' }),
  page(paths.orgAudit, () => import('@/features/audit/audit-page'), { needs: 'read-audit-log' }),
];
