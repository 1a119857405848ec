import { Outlet } from 'react-router';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { PageHeader } from '@/ui/page-header';
import { Tabs } from '@/ui/tabs';

/** O15 to O18: every amount from charge to payout; each part is a route below it. */
export default function FinancePage() {
  const t = useText(messages);
  const org = useOrganization();
  const at = { orgId: org.id };
  const tabs = [
    { to: paths.orgFinance(at), label: t('tab.payments'), end: true },
    ...(org.can('refund-payments') ? [{ to: paths.orgFinanceRefunds(at), label: t('tab.refunds') }] : []),
    { to: paths.orgFinanceDisputes(at), label: t('tab.disputes') },
    { to: paths.orgFinanceDocuments(at), label: t('tab.documents') },
    { to: paths.orgFinanceLedger(at), label: t('tab.ledger') },
    { to: paths.orgFinancePayouts(at), label: t('tab.payouts') },
  ];
  return (
    <div className="space-y-6">
      <PageHeader title={t('title')} lead={t('lead')} />
      <Tabs tabs={tabs} label={t('title')} />
      <Outlet />
    </div>
  );
}
