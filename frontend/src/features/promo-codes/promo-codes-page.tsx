import { Outlet } from 'react-router';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { PageHeader } from '@/ui/page-header';
import { Tabs } from '@/ui/tabs';

/** O12: codes that make a price smaller, made one by one or by the thousand, and what they brought. */
export default function PromoCodesPage() {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const tabs = [
    { to: paths.orgPromoCodes({ orgId }), label: t('tab.codes'), end: true },
    { to: paths.orgPromoBatches({ orgId }), label: t('tab.batches') },
    { to: paths.orgPromoReport({ orgId }), label: t('tab.report') },
  ];
  return (
    <div className="space-y-6">
      <PageHeader title={t('title')} lead={t('lead')} />
      <Tabs tabs={tabs} label={t('title')} />
      <Outlet />
    </div>
  );
}
