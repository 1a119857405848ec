import { useQuery, type QueryClient } from '@tanstack/react-query';
import { CalendarDays, Rss } from 'lucide-react';
import { Navigate, useParams, type Params } from 'react-router';
import { discovery, type Organizer } from './api';
import { Cards } from './cards';
import messages from './messages.en.json';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { OrgMark } from '@/ui/avatar';
import { CopyValue } from '@/ui/copy-value';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { SkeletonPage } from '@/ui/skeleton';
import { Pill } from '@/ui/states/pill';
import { ButtonLink, ExternalTextLink } from '@/ui/text-link';
import { BadgeCheck } from 'lucide-react';

export function prefetch(client: QueryClient, { slug = '' }: Params): void {
  prefetchWith(client, discovery.organizer(slug));
}

/** P12: who runs the events, and which come next. */
export default function OrganizationPage() {
  const { slug = '' } = useParams();
  const { data, error, refetch } = useQuery(discovery.organizer(slug));
  if (data && data.slug !== slug) return <Navigate replace to={paths.organization({ slug: data.slug })} />;
  return (
    <div className="page-width space-y-10 py-8 md:py-12">
      {data ? <Profile organizer={data} /> : error ? <ErrorState page error={error} onRetry={() => void refetch()} /> : <SkeletonPage />}
    </div>
  );
}

function Profile({ organizer }: { organizer: Organizer }) {
  const t = useText(messages);
  const feed = `${globalThis.location.origin}/api/v1/discovery/organizers/${organizer.slug}/calendar.ics`;
  return (
    <>
      <div className="flex flex-wrap items-start gap-6">
        <OrgMark name={organizer.name} src={organizer.logo_url} size="large" />
        <div className="min-w-0 flex-1 basis-72 space-y-3">
          <PageHeader
            title={organizer.name}
            badge={organizer.verified ? <Pill icon={BadgeCheck} tone="accent" label={t('verified')} /> : undefined}
          />
          {organizer.description != null && <p className="max-w-prose whitespace-pre-line">{organizer.description}</p>}
          <p className="flex flex-wrap gap-x-4 gap-y-1 leading-6">
            {[organizer.website, ...organizer.links].map(
              (address) =>
                address != null && (
                  <ExternalTextLink key={address} href={address}>
                    {address.replace(/^https?:\/\/(www\.)?/, '')}
                  </ExternalTextLink>
                ),
            )}
          </p>
        </div>
      </div>
      <section className="space-y-4">
        <h2 className="text-24 font-bold">{t('upcoming')}</h2>
        {organizer.upcoming.length > 0 ? (
          <Cards events={organizer.upcoming} showOrganizer={false} />
        ) : (
          <EmptyState icon={CalendarDays} title={t('upcoming.none')}>
            {t('upcoming.follow')}
          </EmptyState>
        )}
        <p className="flex flex-wrap items-center gap-x-4 gap-y-2 text-14 text-ink-muted">
          <span className="inline-flex items-center gap-1.5">
            <Rss aria-hidden className="size-4" />
            {t('feed')}
          </span>
          <CopyValue value={feed} />
        </p>
        <p className="text-ink-muted">{t('past', { n: organizer.past_count })}</p>
      </section>
      <ButtonLink to={paths.events()}>{t('allEvents')}</ButtonLink>
    </>
  );
}
