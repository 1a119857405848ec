import { useQuery, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { PlanCard } from './plan-card';
import { PriceFilter } from './price-filter';
import { billing, type Interval, type OfferedPlan } from '@/features/billing/api';
import messages from '@/features/billing/messages.en.json';
import { currenciesOf, nearestCurrency } from '@/features/billing/offer';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { allows } from '@/lib/permissions';
import { useMe } from '@/lib/session/me';
import { useUrlState } from '@/lib/url-state';
import { Banner } from '@/ui/banner';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { SkeletonPage } from '@/ui/skeleton';
import { TextLink } from '@/ui/text-link';

export function prefetch(client: QueryClient): void {
  prefetchWith(client, billing.plans);
}

/** P17: what it costs and what it holds, in words; a trial asks for no card. */
export default function PricingPage() {
  const t = useText(messages);
  const { data, error, refetch } = useQuery(billing.plans);
  return (
    <div className="page-width space-y-8 py-10 md:py-16">
      <PageHeader title={t('pricing.title')} lead={t('pricing.lead')} />
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : data ? <Plans plans={data.data} /> : <SkeletonPage />}
    </div>
  );
}

function Plans({ plans }: { plans: OfferedPlan[] }) {
  const t = useText(messages);
  const [at, setAt] = useUrlState({ interval: 'month', currency: '' });
  const interval: Interval = at.interval === 'year' ? 'year' : 'month';
  const currency = nearestCurrency(plans, at.currency);
  const places = (useMe()?.memberships ?? []).filter((held) => allows(held, 'manage-billing'));
  const [chosen, setChosen] = useState('');
  const orgId = places.find(({ organization_id: id }) => id === chosen)?.organization_id ?? places[0]?.organization_id;
  return (
    <>
      <PriceFilter
        interval={interval}
        currency={currency}
        currencies={currenciesOf(plans)}
        organizations={places.map(({ organization_id: value, name: label }) => ({ value, label }))}
        organization={orgId ?? ''}
        onInterval={(next) => setAt({ interval: next })}
        onCurrency={(next) => setAt({ currency: next })}
        onOrganization={setChosen}
      />
      {at.currency !== '' && at.currency !== currency && <Banner>{t('pricing.nearest', { wanted: at.currency, shown: currency })}</Banner>}
      <ul className="grid gap-6 md:grid-cols-2 xl:grid-cols-4">
        {plans.map((plan) => (
          <li key={plan.plan} className="grid">
            <PlanCard plan={plan} interval={interval} currency={currency} to={wayTo(plan, interval, currency, orgId)} known={orgId !== undefined} />
          </li>
        ))}
      </ul>
      <p className="max-w-prose text-ink-muted">{t('pricing.foot')}</p>
      <p className="max-w-prose text-ink-muted">
        {t.rich('pricing.verify', { link: (inner) => <TextLink to={paths.verify()}>{inner}</TextLink> })}
      </p>
    </>
  );
}

/** Whoever has an organization goes to its page of the plan; others make an account first, and come back. */
function wayTo({ plan, prices }: OfferedPlan, interval: Interval, currency: string, orgId: string | undefined): string {
  if (orgId !== undefined) return paths.orgBilling({ orgId }, prices.length === 0 ? {} : { plan, interval });
  if (prices.length === 0) return paths.signUp();
  return paths.signUp(null, { intent: 'organizer', next: paths.pricing(null, { interval, currency }) });
}
