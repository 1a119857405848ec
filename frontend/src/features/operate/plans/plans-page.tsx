import { useQuery, type QueryClient } from '@tanstack/react-query';
import { Gift, Tag } from 'lucide-react';
import { useState } from 'react';
import { GrantDialog } from './grant-dialog';
import { PlanDialog } from './plan-dialog';
import { PlanPanel } from './plan-panel';
import { PriceDialog } from './price-dialog';
import { operate, type OfferedPlan } from '@/features/operate/api';
import messages from '@/features/operate/messages.en.json';
import { useStaff } from '@/features/operate/staff';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { PageTitle } from '@/ui/page-header';
import { SkeletonRows } from '@/ui/skeleton';

export function prefetch(client: QueryClient): void {
  prefetchWith(client, operate.plans);
}

/** What is on offer, and plans that are given away. */
export default function PlansPage() {
  const t = useText(messages);
  const staff = useStaff();
  const { data, error, refetch } = useQuery(operate.plans);
  const [open, setOpen] = useState<'grant' | 'price' | OfferedPlan | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="space-y-6">
      <PageTitle title={t('tab.plans')} />
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="max-w-prose text-ink-muted">{t('plans.lead')}</p>
        {staff.acts && (
          <div className="flex flex-wrap gap-3">
            <Button onClick={() => setOpen('grant')}>
              <Gift aria-hidden />
              {t('grant')}
            </Button>
            <Button onClick={() => setOpen('price')}>
              <Tag aria-hidden />
              {t('price')}
            </Button>
          </div>
        )}
      </div>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows />}
      <div className="grid items-start gap-6 md:grid-cols-2">
        {data?.data.map((plan) => (
          <PlanPanel key={plan.plan} plan={plan} onChange={staff.acts ? () => setOpen(plan) : undefined} />
        ))}
      </div>
      {open === 'grant' && <GrantDialog plans={data?.data ?? []} onClose={close} />}
      {open === 'price' && <PriceDialog plans={data?.data ?? []} onClose={close} />}
      {open !== null && typeof open === 'object' && <PlanDialog plan={open} onClose={close} />}
    </div>
  );
}
