import { useQuery, type QueryClient } from '@tanstack/react-query';
import { CircleCheck, Lock } from 'lucide-react';
import { useState } from 'react';
import { useParams, type Params } from 'react-router';
import { closing, useClose, type Closing } from './api';
import { Funnel } from './funnel';
import { GapPanel } from './gap-panel';
import messages from './messages.en.json';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageTitle } from '@/ui/page-header';
import { Panel } from '@/ui/panel';
import { SkeletonRows } from '@/ui/skeleton';

export function prefetch(client: QueryClient, { orgId = '', eventId = '' }: Params): void {
  prefetchWith(client, closing.of(orgId, eventId));
}

/** E11: from registered to certified, and what stands between (UX-55). */
export default function ClosingPage() {
  const t = useText(messages);
  const org = useOrganization();
  const { eventId = '' } = useParams();
  const query = useQuery(closing.of(org.id, eventId));
  if (query.error && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows rows={4} />;
  const { event, funnel } = query.data;
  const gaps = query.data.gaps.filter(({ count }) => count > 0);
  const closed = event.status === 'closed';
  return (
    <div className="space-y-6">
      <PageTitle title={`${event.title}, ${t('title')}`} />
      {closed && <Banner tone="success" title={t('closedTitle')}>{t('closedBody')}</Banner>}
      {(event.status === 'published' || event.status === 'live') && <Banner title={t('earlyTitle')}>{t('earlyBody')}</Banner>}
      <Panel title={t('funnel')}>
        <Funnel funnel={funnel} />
      </Panel>
      <section className="space-y-4" aria-label={t('gaps')}>
        <h2 className="text-20 font-semibold">{t('gaps')}</h2>
        {gaps.length === 0 && <EmptyState icon={CircleCheck} title={t('noGaps')}>{t('noGapsBody')}</EmptyState>}
        {gaps.map((gap) => (
          <GapPanel key={gap.kind} gap={gap} eventId={eventId} />
        ))}
      </section>
      {!closed && org.can('manage-events') && <Close closing={query.data} open={gaps.reduce((sum, { count }) => sum + count, 0)} />}
    </div>
  );
}

function Close({ closing: { event, can_close: can, blocked_by: blocked }, open }: { closing: Closing; open: number }) {
  const t = useText(messages);
  const org = useOrganization();
  const close = useClose(org.id, event.id);
  const [asking, setAsking] = useState(false);
  return (
    <Panel title={t('close')} description={t('closeBody')}>
      <Button variant="primary" reason={can ? undefined : t.of('blocked', blocked[0] ?? 'illegal-transition')} onClick={() => setAsking(true)}>
        <Lock aria-hidden />
        {t('close')}
      </Button>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t('closeAsk', { title: event.title })}
        action={t('close')}
        onConfirm={async () => {
          await close.mutateAsync();
          toast(t('closedTitle'));
        }}
      >
        <p>{t('closeEffect')}</p>
        {open > 0 && <p>{t('closeOpen', { n: open })}</p>}
      </Confirm>
    </Panel>
  );
}
