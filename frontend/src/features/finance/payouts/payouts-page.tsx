import { useQuery, type QueryClient } from '@tanstack/react-query';
import type { Params } from 'react-router';
import { AccountPanel } from './account-panel';
import { payouts } from './api';
import { BalancePanel } from './balance-panel';
import { ConnectPanel } from './connect-panel';
import { PayoutList } from './payout-list';
import { PolicyPanel } from './policy-panel';
import { SettingsPanel } from './settings-panel';
import messages from '@/features/finance/messages.en.json';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Banner } from '@/ui/banner';
import { ErrorState } from '@/ui/error-state';
import { PageTitle } from '@/ui/page-header';
import { When } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  prefetchWith(client, payouts.account(orgId));
  prefetchWith(client, payouts.balance(orgId));
}

/** O17: who receives the money, what is there of it, and how one sells. */
export default function PayoutsPage() {
  const t = useText(messages);
  const org = useOrganization();
  const query = useQuery(payouts.account(org.id));
  const account = query.data?.account ?? null;
  const blocked = query.data?.blocked_until;
  const connected = account !== null && account.status !== 'disconnected';
  if (query.error && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows rows={3} />;
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <PageTitle title={t('tab.payouts')} />
      <div className="min-w-0 space-y-6">
        {blocked != null && (
          <Banner tone="warning" title={t('blocked')}>
            {t.rich('blocked.body', { when: <When key="w" at={blocked} /> })}
          </Banner>
        )}
        {connected ? <AccountPanel account={account} /> : <ConnectPanel />}
        <BalancePanel account={account} />
        <PayoutList />
      </div>
      <div className="min-w-0 space-y-6">
        <SettingsPanel />
        {org.can('refund-payments') && <PolicyPanel />}
      </div>
    </div>
  );
}
