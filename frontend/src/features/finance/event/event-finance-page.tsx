import { useQuery, type QueryClient } from '@tanstack/react-query';
import { Gift } from 'lucide-react';
import { useParams, type Params } from 'react-router';
import { eventFinance } from './api';
import { LatestPayments } from './latest-payments';
import { StartRun } from './start-run';
import { SumsPanel } from './sums-panel';
import { sumsOf } from './sums';
import messages from '@/features/finance/messages.en.json';
import { Runs } from '@/features/finance/refunds/runs';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageTitle } from '@/ui/page-header';
import { SkeletonRows } from '@/ui/skeleton';
import { ButtonLink } from '@/ui/text-link';

export function prefetch(client: QueryClient, { orgId = '', eventId = '' }: Params): void {
  prefetchWith(client, eventFinance.summary(orgId, eventId));
}

/** E13: what an event brought, what was kept of it and what went back. */
export default function EventFinancePage() {
  const t = useText(messages);
  const org = useOrganization();
  const { eventId = '' } = useParams();
  const event = useQuery(eventFinance.event(org.id, eventId));
  const summary = useQuery(eventFinance.summary(org.id, eventId));
  const tickets = useQuery(eventFinance.tickets(org.id, eventId));
  if (summary.error && !summary.data) return <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />;
  if (!summary.data) return <SkeletonRows rows={3} />;
  const sums = sumsOf(summary.data.data);
  const free = tickets.data?.data.every(({ prices }) => prices.length === 0) ?? false;
  const at = { orgId: org.id, eventId };
  return (
    <div className="space-y-6">
      <PageTitle title={`${event.data?.title ?? ''}, ${t('title')}`} />
      {sums.length === 0 && (
        <EmptyState
          icon={Gift}
          title={t(free ? 'event.free' : 'event.none')}
          action={org.can('manage-events') && <ButtonLink to={paths.orgEventEdit({ ...at, section: 'tickets' })}>{t('event.prices')}</ButtonLink>}
        >
          {t(free ? 'event.free.body' : 'event.none.body')}
        </EmptyState>
      )}
      {sums.map((one) => (
        <SumsPanel key={one.currency} sums={one} />
      ))}
      {org.can('refund-payments') && (
        <>
          {event.data?.status === 'cancelled' && sums.length > 0 && <StartRun event={eventId} />}
          <Runs event={eventId} />
        </>
      )}
      <LatestPayments event={eventId} />
    </div>
  );
}
