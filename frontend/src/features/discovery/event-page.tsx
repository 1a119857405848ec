import { useQuery, type QueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Navigate, useParams, useSearchParams, type Params } from 'react-router';
import { discovery, entryOf } from './api';
import { Agenda } from './agenda';
import { EventAside } from './event-aside';
import { EventHead } from './event-head';
import { EventText, OrganizerPanel, Speakers } from './event-sections';
import { prefetchWith } from '@/lib/http/prefetch';
import { isProblem } from '@/lib/http/problem';
import { paths } from '@/lib/paths';
import { ErrorState } from '@/ui/error-state';
import { SkeletonPage } from '@/ui/skeleton';

// Only who has a wrong address or a key to type meets it.
const NoSuchEvent = lazy(async () => ({ default: (await import('./no-such-event')).NoSuchEvent }));
// Below the fold; the price and the press stand above it.
const Tickets = lazy(async () => ({ default: (await import('./tickets')).Tickets }));

export function prefetch(client: QueryClient, { slug = '' }: Params): void {
  prefetchWith(client, discovery.event(slug, entryOf(new URLSearchParams(globalThis.location.search))));
}

/** P4: for me, when in my time, how many credits for my body, and the way in, above the fold. */
export default function EventPage() {
  const { slug = '' } = useParams();
  const [search] = useSearchParams();
  const entry = entryOf(search);
  const { data: event, error, refetch } = useQuery({ ...discovery.event(slug, entry), placeholderData: (before) => (before?.slug === slug ? before : undefined) });
  if (isProblem(error) && error.status === 404) {
    return (
      <Suspense fallback={<Waiting />}>
        <NoSuchEvent wrongKey={entry.key !== null} />
      </Suspense>
    );
  }
  if (error && !event) {
    return (
      <div className="page-width py-12">
        <ErrorState page error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (!event) return <Waiting />;
  if (event.slug !== slug) return <Navigate replace to={paths.event({ slug: event.slug }, { key: entry.key ?? undefined, code: entry.code ?? undefined })} />;
  return (
    <article className="page-width py-8 md:py-12">
      {event.noindex && <meta name="robots" content="noindex" />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <EventHead event={event} />
        <EventAside event={event} entry={entry} />
        <div className="space-y-10 lg:col-start-1">
          <EventText event={event} />
          <Suspense>
            <Tickets event={event} code={entry.code} />
          </Suspense>
          <Agenda event={event} />
          <Speakers event={event} />
          <OrganizerPanel event={event} />
        </div>
      </div>
    </article>
  );
}

function Waiting() {
  return (
    <div className="page-width py-8">
      <SkeletonPage />
    </div>
  );
}
