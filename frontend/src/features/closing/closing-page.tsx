import { useQuery, type QueryClient } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useParams, type Params } from 'react-router';
import { closing, type Gap } from './api';
import { ClosePanel } from './close-panel';
import { Funnel } from './funnel';
import { GapPanel } from './gap-panel';
import messages from './messages.en.json';
import { RecordPanel, type Reopening } from './record-panel';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Banner } from '@/ui/banner';
import { ErrorState } from '@/ui/error-state';
import { PageTitle } from '@/ui/page-header';
import { Panel } from '@/ui/panel';
import { SkeletonRows } from '@/ui/skeleton';

export function prefetch(client: QueryClient, { orgId = '', eventId = '' }: Params): void {
  prefetchWith(client, closing.of(orgId, eventId));
}

/** What somebody must decide; who merely was not there long enough is a loss, not a case. */
const CASES: Gap['kind'][] = ['unmatched_names', 'presence_pending', 'not_certified'];

interface Props {
  /** What issues the certificates that are ready; another feature's, put here by `app`. */
  issuing?: (eventId: string) => ReactNode;
  reopening?: Reopening;
}

/** E11: from registered to certified, and what stands between (UX-55). */
export function ClosingPage({ issuing, reopening }: Props) {
  const t = useText(messages);
  const org = useOrganization();
  const { eventId = '' } = useParams();
  const query = useQuery(closing.of(org.id, eventId));
  if (query.error && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows rows={4} />;
  const { event, funnel } = query.data;
  const gaps = query.data.gaps.filter(({ count }) => count > 0);
  const cases = gaps.filter(({ kind }) => CASES.includes(kind));
  const losses = gaps.filter(({ kind }) => !CASES.includes(kind));
  const early = event.status === 'draft' || event.status === 'published' || event.status === 'live';
  const closed = event.status === 'closed';
  return (
    <div className="space-y-6">
      <PageTitle title={`${event.title}, ${t('title')}`} />
      {early && <Banner title={t('earlyTitle')}>{t('earlyBody')}</Banner>}
      {event.status === 'cancelled' && <Banner title={t('cancelledTitle')}>{t('cancelledBody')}</Banner>}
      {closed && <RecordPanel event={event} reopening={reopening} />}
      <Panel title={t('funnel')}>
        <Funnel funnel={funnel} />
      </Panel>
      {!early && (
        <>
          <section className="space-y-4" aria-labelledby="cases">
            <h2 id="cases" className="text-20 font-semibold">
              {t('cases', { n: cases.reduce((sum, { count }) => sum + count, 0) })}
            </h2>
            {/* Not inside its gap: what a run achieved must outlive the gap that it closes. */}
            {!closed && issuing?.(eventId)}
            {cases.length === 0 && <NoCases />}
            {cases.map((gap) => (
              <GapPanel key={gap.kind} gap={gap} eventId={eventId} closed={closed} />
            ))}
          </section>
          {losses.length > 0 && (
            <section className="space-y-4" aria-labelledby="losses">
              <h2 id="losses" className="text-20 font-semibold">
                {t('losses')}
              </h2>
              {losses.map((gap) => (
                <GapPanel key={gap.kind} gap={gap} eventId={eventId} closed={closed} />
              ))}
            </section>
          )}
        </>
      )}
      {!closed && event.status !== 'cancelled' && org.can('manage-events') && <ClosePanel closing={query.data} cases={cases} />}
    </div>
  );
}

function NoCases() {
  const t = useText(messages);
  return (
    <p className="flex items-center gap-3 rounded-control bg-success-soft p-4">
      <CircleCheck aria-hidden className="size-5 shrink-0 text-success" />
      <span>
        <strong className="font-semibold">{t('noCases')}</strong> {t('noCasesBody')}
      </span>
    </p>
  );
}
