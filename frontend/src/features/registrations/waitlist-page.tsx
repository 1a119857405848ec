import { useInfiniteQuery, useQuery, type QueryClient } from '@tanstack/react-query';
import { Hourglass } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams, type Params } from 'react-router';
import { registrations } from './api';
import messages from './messages.en.json';
import { OfferDialog } from './offer-dialog';
import { personAddress } from './registration-rows';
import { useDesk } from './use-desk';
import { prefetchWith } from '@/lib/http/prefetch';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { DataList, Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Menu } from '@/ui/menu';
import { PageTitle } from '@/ui/page-header';
import { When } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';
import { ButtonLink } from '@/ui/text-link';

export function prefetch(client: QueryClient, { orgId = '', eventId = '' }: Params): void {
  prefetchWith(client, registrations.counts(orgId, eventId));
}

/** E3: who waits, in the order in which seats are given. */
export default function WaitlistPage() {
  const t = useText(messages);
  const { org, eventId, at } = useDesk();
  const [params] = useSearchParams();
  const [offering, setOffering] = useState<{ id: string; full_name?: string | null; email?: string | null } | null>(null);
  const counts = useQuery(registrations.counts(org.id, eventId));
  const list = useInfiniteQuery(registrations.waitlist(org.id, eventId));
  const rows = rowsOf(list.data);
  const error = list.error ?? counts.error;
  if (error && (!list.data || !counts.data)) return <ErrorState error={error} onRetry={() => void Promise.all([list.refetch(), counts.refetch()])} />;
  if (!list.data || !counts.data) return <SkeletonRows />;
  const { waitlist_max: most, capacity } = counts.data;
  if (rows.length === 0) {
    const off = most === 0 || capacity == null;
    return (
      <>
        <PageTitle title={t('waitlist')} />
        <EmptyState
          icon={Hourglass}
          title={t(off ? 'waitlistOff' : 'waitlistEmpty')}
          action={off && org.can('manage-events') && <ButtonLink to={paths.orgEventSettings(at)}>{t('waitlistOn')}</ButtonLink>}
        >
          {off ? t('waitlistOffBody') : t('waitlistEmptyBody', { n: most })}
        </EmptyState>
      </>
    );
  }
  return (
    <div className="space-y-4">
      <PageTitle title={t('waitlist')} />
      <p className="text-ink-muted">{t('waitlistHint')}</p>
      <DataList
        label={t('waitlist')}
        rows={rows}
        id={({ id }) => id}
        href={({ id }) => personAddress(params, id)}
        name={{ key: 'person', header: t('col.person'), cell: ({ full_name: name, email }) => <span dir="auto">{name ?? email ?? t('unnamed')}</span> }}
        columns={[
          { key: 'position', header: t('col.position'), cell: ({ position }) => position },
          { key: 'email', header: t('col.email'), wideOnly: true, cell: ({ email }) => email },
          { key: 'since', header: t('col.waiting'), cell: ({ waitlisted_at: since }) => <When at={since} /> },
        ]}
        menu={(row) => <Menu items={[{ label: t('offer'), onSelect: () => setOffering(row) }]} />}
      />
      <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} shown={rows.length} failed={list.isFetchNextPageError} onMore={() => void list.fetchNextPage()} />
      {offering && <OfferDialog person={offering} onClose={() => setOffering(null)} />}
    </div>
  );
}
