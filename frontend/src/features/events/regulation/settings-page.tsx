import { useQuery, type QueryClient } from '@tanstack/react-query';
import type { Params } from 'react-router';
import { CancelPanel } from './cancel-panel';
import { CertificateForm } from './certificate-form';
import { CreditPanel } from './credit-panel';
import messages from './messages.en.json';
import { PolicyForm } from './policy-form';
import { RegistrationForm } from './registration-form';
import { events } from '@/features/events/api';
import { designations } from '@/features/events/designations';
import { useEvent } from '@/features/events/use-event';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { ErrorState } from '@/ui/error-state';
import { PageTitle } from '@/ui/page-header';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';

export function prefetch(client: QueryClient, { orgId = '', eventId = '' }: Params): void {
  prefetchWith(client, events.settings(orgId, eventId));
  prefetchWith(client, events.policy(orgId, eventId));
}

/** E14: how people register, what counts as present, what they get for it; and calling it all off. */
export default function SettingsPage() {
  const t = useText(messages);
  const { org, event, eventId } = useEvent();
  const settings = useQuery(events.settings(org.id, eventId));
  const policy = useQuery(events.policy(org.id, eventId));
  const certificate = useQuery({ ...designations.certificate(org.id, eventId), enabled: org.can('manage-templates') });
  if (!event) return null;
  const locked = event.status === 'closed' || event.status === 'cancelled';
  return (
    <div className="max-w-form space-y-6">
      <PageTitle title={`${event.title}, ${t('settings')}`} />
      {locked ? (
        <Banner>{t('locked')}</Banner>
      ) : (
        <>
          <Panel title={t('registration')}>
            {settings.data ? <RegistrationForm key={event.id} event={event} given={settings.data} /> : <Waiting query={settings} />}
          </Panel>
          <Panel title={t('policy')} description={t('policyHint')}>
            {policy.data ? <PolicyForm key={event.id} event={event} given={policy.data} /> : <Waiting query={policy} />}
          </Panel>
        </>
      )}
      {org.can('read-credentials') && (
        <div id="credit">
          <CreditPanel event={event} locked={locked} />
        </div>
      )}
      {org.can('manage-templates') && (
        <div id="certificate">
          <Panel title={t('certificate')}>
            {certificate.data ? <CertificateForm key={event.id} event={event} given={certificate.data} /> : <Waiting query={certificate} />}
          </Panel>
        </div>
      )}
      {(event.status === 'published' || event.status === 'live') && (
        <div id="cancel">
          <CancelPanel event={event} />
        </div>
      )}
    </div>
  );
}

/** A panel that is loading or has failed; the rest of the page stands. */
function Waiting({ query: { error, refetch } }: { query: { error: unknown; refetch: () => Promise<unknown> } }) {
  return error ? <ErrorState inline error={error} onRetry={() => void refetch()} /> : <Skeleton className="h-48" />;
}
