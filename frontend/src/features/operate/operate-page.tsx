import { Outlet } from 'react-router';
import messages from './messages.en.json';
import { useStaff } from './staff';
import { ProblemError } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Banner } from '@/ui/banner';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { SkeletonPage } from '@/ui/skeleton';
import { Tabs } from '@/ui/tabs';

const MISSING = new ProblemError({ type: 'about:blank', title: 'Not found', status: 404, code: 'not-found' });

/** S1: for the platform's own people; for everybody else there is nothing here. */
export default function OperatePage() {
  const t = useText(messages);
  const staff = useStaff();
  if (!staff.known) return <SkeletonPage />;
  if (!staff.looks) return <ErrorState page error={MISSING} />;
  const tabs = [
    { to: paths.operate(), label: t('tab.findings'), end: true },
    { to: paths.operateFlagged(), label: t('tab.flagged') },
    { to: paths.operateDebts(), label: t('tab.debts') },
    { to: paths.operateTax(), label: t('tab.tax') },
    { to: paths.operateJobs(), label: t('tab.jobs') },
    { to: paths.operatePlans(), label: t('tab.plans') },
  ];
  return (
    <div className="space-y-6">
      <PageHeader title={t('title')} lead={t('lead')} />
      {!staff.acts && <Banner title={t('looksOnly')}>{t('looksOnly.body')}</Banner>}
      <Tabs tabs={tabs} label={t('title')} />
      <Outlet />
    </div>
  );
}
