import { useQuery, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Params } from 'react-router';
import { CurrentPlan } from './current-plan';
import { FeeStatements } from './fee-statements';
import { Invoices } from './invoices';
import { PastDue } from './past-due';
import { PaymentPanel } from './payment-panel';
import { PlanDialog, type Wish } from './plan-dialog';
import { Returned } from './returned';
import { ScheduledChange } from './scheduled-change';
import { SeatsPanel } from './seats-panel';
import { UsagePanel } from './usage-panel';
import { billing, type Interval } from '@/features/billing/api';
import messages from '@/features/billing/messages.en.json';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { subscriptionQuery, type PlanCode, type Subscription } from '@/lib/plan/subscription';
import { useUrlState } from '@/lib/url-state';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { SkeletonPage } from '@/ui/skeleton';

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  prefetchWith(client, subscriptionQuery(orgId));
  prefetchWith(client, billing.plans);
}

/** O19: what the organization has, what it may use, what it pays; on the free plan too. */
export default function BillingPage() {
  const t = useText(messages);
  const org = useOrganization();
  const { data, error, refetch } = useQuery(subscriptionQuery(org.id));
  return (
    <div className="space-y-6">
      <PageHeader title={t('title')} lead={t('lead', { organization: org.name })} />
      <Returned />
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : data ? <Parts subscription={data} /> : <SkeletonPage />}
    </div>
  );
}

const PLANS: PlanCode[] = ['organizer', 'lms', 'organization'];

/** The page of prices leads here with a plan, which is then asked for at once. */
function useWish(): [Wish | null, (wish: Wish | null) => void] {
  const [asked, setAsked] = useUrlState({ plan: '', interval: '' });
  const plan = PLANS.find((one) => one === asked.plan);
  const interval: Interval | undefined = asked.interval === 'year' ? 'year' : asked.interval === 'month' ? 'month' : undefined;
  const [wish, setWish] = useState<Wish | null>(null);
  const close = () => {
    setWish(null);
    setAsked({ plan: '', interval: '' });
  };
  return [wish ?? (plan === undefined ? null : { plan, interval }), (next) => (next === null ? close() : setWish(next))];
}

function Parts({ subscription }: { subscription: Subscription }) {
  const org = useOrganization();
  const [wish, setWish] = useWish();
  const manages = org.can('manage-billing');
  return (
    <>
      <PastDue subscription={subscription} />
      <ScheduledChange subscription={subscription} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <CurrentPlan subscription={subscription} onChoose={() => setWish({})} />
        <UsagePanel subscription={subscription} />
        <SeatsPanel subscription={subscription} onAdd={(seats) => setWish({ seats })} />
        {manages && <PaymentPanel subscription={subscription} />}
      </div>
      <Invoices />
      <FeeStatements />
      {manages && wish !== null && <PlanDialog subscription={subscription} wish={wish} onClose={() => setWish(null)} />}
    </>
  );
}
