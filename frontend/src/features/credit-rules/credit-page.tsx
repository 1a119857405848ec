import { Outlet } from 'react-router';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { PageHeader } from '@/ui/page-header';
import { Tabs } from '@/ui/tabs';

/** O13: by whose rules minutes become credit, and which events carry it. */
export default function CreditPage() {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const tabs = [
    { to: paths.orgCredit({ orgId }), label: t('tab.rules'), end: true },
    { to: paths.orgCreditBodies({ orgId }), label: t('tab.bodies') },
    { to: paths.orgCreditDesignations({ orgId }), label: t('tab.designations') },
  ];
  return (
    <div className="space-y-6">
      <PageHeader title={t('title')} lead={t('lead')} />
      <Tabs tabs={tabs} label={t('title')} />
      <Outlet />
    </div>
  );
}
