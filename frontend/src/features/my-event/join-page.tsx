import { useQuery, type QueryClient } from '@tanstack/react-query';
import { useParams, type Params } from 'react-router';
import { myEvents, type JoinState } from './api';
import { JoinButton } from './join-button';
import { LostLink } from './lost-link';
import messages from './messages.en.json';
import { Minutes } from './minutes';
import { useServerNow } from './phase';
import { prefetchWith } from '@/lib/http/prefetch';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { Relative, When } from '@/ui/quantities';
import { SkeletonPage } from '@/ui/skeleton';

export function prefetch(client: QueryClient, { token = '' }: Params): void {
  prefetchWith(client, myEvents.join(token));
}

/** P7 with a join token: shows state and Join only. */
export default function JoinPage() {
  const { token = '' } = useParams();
  return (
    <div className="page-width max-w-form py-8 md:py-12">
      <meta name="robots" content="noindex" />
      <meta name="referrer" content="no-referrer" />
      <Join key={token} token={token} />
    </div>
  );
}

function Join({ token }: { token: string }) {
  const t = useText(messages);
  const { data, error, refetch, dataUpdatedAt } = useQuery(myEvents.join(token));
  const now = useServerNow(data, dataUpdatedAt);
  if (isProblem(error) && error.status === 404 && !data) return <LostLink />;
  if (error && !data) return <ErrorState page error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonPage />;
  return (
    <div className="space-y-6">
      <PageHeader title={data.event.title}>
        <p className="font-semibold">
          <When at={data.event.starts_at} to={data.event.ends_at} zone={data.event.time_zone} />
        </p>
        {data.full_name != null && <p className="text-14 text-ink-muted">{t('linkOf', { name: data.full_name })}</p>}
      </PageHeader>
      <State state={data} token={token} now={now} />
      {data.phase !== 'early' && <Minutes counted={data.counted_seconds} needed={data.needed_seconds} status={data.status} />}
    </div>
  );
}

function State({ state, token, now }: { state: JoinState; token: string; now: Date }) {
  const t = useText(messages);
  if (state.phase === 'after') return <Banner title={t('over')}>{t('over.body')}</Banner>;
  if (state.way === 'none') return <Banner>{t('noWay')}</Banner>;
  if (state.phase === 'early') {
    return (
      <section className="space-y-2 rounded-dialog border border-accent bg-accent-soft p-5 text-on-accent-soft md:p-6">
        <p className="text-24 font-bold">{t.rich('startsIn', { when: <Relative key="r" at={state.event.starts_at} now={now} /> })}</p>
        <p>{t.rich('joinFrom', { when: <When key="w" at={state.opens_at} /> })}</p>
        <p>{t('stay')}</p>
      </section>
    );
  }
  if (!state.ready) {
    return (
      <Banner tone="info" title={t('notReady')}>
        {t('notReady.body')}
      </Banner>
    );
  }
  return (
    <>
      <JoinButton url={`/api/v1/attendance/join/${encodeURIComponent(token)}`} />
      {state.unseen_warning && (
        <Banner tone="warning" title={t('unseen')}>
          {t('unseen.body')}
        </Banner>
      )}
    </>
  );
}
