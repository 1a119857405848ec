import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { notices, useSubscription } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { SkeletonPage } from '@/ui/skeleton';

/** Stops one kind of mail without a sign-in; only the press acts, and it can be taken back. */
export default function UnsubscribePage() {
  const t = useText(messages);
  const { token = '' } = useParams();
  const { data, error, refetch } = useQuery(notices.subscription(token));
  const change = useSubscription(token);
  return (
    <div className="page-width max-w-form space-y-6 py-12">
      <meta name="robots" content="noindex" />
      <meta name="referrer" content="no-referrer" />
      {error && !data && <ErrorState page error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonPage />}
      {data && (
        <>
          <PageHeader
            title={data.unsubscribed ? t('stopped') : t('stop')}
            lead={t('stop.what', { category: t.of('category', data.category), address: data.address, organization: data.organization ?? 'Accredit' })}
          />
          {change.error && <ErrorState inline error={change.error} />}
          <Button variant={data.unsubscribed ? 'secondary' : 'primary'} busy={change.isPending} onClick={() => change.mutate(!data.unsubscribed)}>
            {data.unsubscribed ? t('stop.undo') : t('stop.press')}
          </Button>
        </>
      )}
    </div>
  );
}
