import { keepPreviousData, useQuery, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Navigate, useParams, useSearchParams, type Params } from 'react-router';
import { registration, type Booking, type Entry, type EventDetails } from './api';
import { Booked } from './booked';
import { EventSummary } from './event-summary';
import messages from './messages.en.json';
import { RegisterForm } from './register-form';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useMe } from '@/lib/session/me';
import { useSession } from '@/lib/session/use-session';
import { Banner } from '@/ui/banner';
import { ErrorState } from '@/ui/error-state';
import { useExit } from '@/ui/focus-exit';
import { PageHeader } from '@/ui/page-header';
import { SkeletonPage } from '@/ui/skeleton';
import { ButtonLink } from '@/ui/text-link';

const entryOf = (search: URLSearchParams): Entry => ({ key: search.get('key'), code: search.get('code') });

export function prefetch(client: QueryClient, { slug = '' }: Params): void {
  prefetchWith(client, registration.event(slug, entryOf(new URLSearchParams(globalThis.location.search))));
}

/** P5: one screen, which becomes the confirmation. */
export default function RegisterPage() {
  const { slug = '' } = useParams();
  const [search] = useSearchParams();
  const entry = entryOf(search);
  const { data: event, error, refetch } = useQuery({ ...registration.event(slug, entry), placeholderData: keepPreviousData });
  if (error && !event) return <ErrorState page error={error} onRetry={() => void refetch()} />;
  if (!event) return <SkeletonPage />;
  if (event.slug !== slug) return <Navigate replace to={paths.register({ slug: event.slug }, searchOf(entry))} />;
  return <Register event={event} entry={entry} />;
}

const searchOf = ({ key, code }: Entry) => ({ key: key ?? undefined, code: code ?? undefined });

function Register({ event, entry }: { event: EventDetails; entry: Entry }) {
  const t = useText(messages);
  const [booking, setBooking] = useState<Booking | null>(null);
  const signedIn = useSession() === 'in';
  const me = useMe();
  const back = paths.event({ slug: event.slug }, searchOf(entry));
  useExit(back, event.title);
  const waits = event.availability === 'waitlist';
  const first = booking?.registrations[0];
  if (first) return <Booked event={event} booked={first} others={booking.registrations.slice(1)} signedIn={signedIn} />;
  if (signedIn && !me) return <SkeletonPage />;
  const closed = !event.registration.open || ['sold_out', 'closed'].includes(event.availability);
  return (
    <div className="mx-auto grid max-w-5xl grid-cols-[minmax(0,1fr)] items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="space-y-6">
        <PageHeader title={t(event.registration.approval_required ? 'title.ask' : waits ? 'title.waitlist' : 'title')} />
        {closed ? (
          <Banner tone="warning" title={t('closed')} actions={<ButtonLink to={back}>{t('backToEvent')}</ButtonLink>} />
        ) : !event.registration.guests_allowed && !me ? (
          <Banner
            title={t('signInFirst')}
            actions={
              <>
                <ButtonLink variant="primary" to={paths.signIn(null, { next: paths.register({ slug: event.slug }, searchOf(entry)) })}>
                  {t('signIn')}
                </ButtonLink>
                <ButtonLink to={paths.signUp(null, { next: paths.register({ slug: event.slug }, searchOf(entry)) })}>{t('signUp')}</ButtonLink>
              </>
            }
          >
            {t('signInFirstBody')}
          </Banner>
        ) : (
          <RegisterForm event={event} entry={entry} me={me} onBooked={setBooking} />
        )}
      </div>
      <EventSummary event={event} />
    </div>
  );
}
