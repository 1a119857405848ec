import { useQuery } from '@tanstack/react-query';
import { CalendarPlus, Plus } from 'lucide-react';
import { overview } from './api';
import { Figures } from './figures';
import { Gaps } from './gaps';
import messages from './messages.en.json';
import { NextEvents } from './next-events';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { SkeletonPage } from '@/ui/skeleton';
import { ButtonLink } from '@/ui/text-link';

/** O1: what waits for the organizer, the oldest first, and what comes next. */
export default function OverviewPage() {
  const t = useText(messages);
  const org = useOrganization();
  return (
    <div className="space-y-6">
      <PageHeader
        title={org.name}
        actions={
          org.can('manage-events') && (
            <ButtonLink variant="primary" to={paths.orgNewEvent({ orgId: org.id })}>
              <Plus aria-hidden />
              {t('create')}
            </ButtonLink>
          )
        }
      />
      {org.can('read-reports') ? <WithFigures /> : org.can('read-events') ? <OnlyEvents /> : <p className="text-ink-muted">{t('noRight')}</p>}
    </div>
  );
}

function WithFigures() {
  const org = useOrganization();
  const { data, error, refetch } = useQuery(overview.dashboard(org.id));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonPage />;
  const total = Object.values(data.events).reduce((sum, n) => sum + n, 0);
  if (total === 0) return <Start />;
  return (
    <>
      <Gaps gaps={data.gaps} />
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <NextEvents events={data.next_events} />
        <Figures dashboard={data} />
      </div>
    </>
  );
}

function OnlyEvents() {
  const org = useOrganization();
  const { data, error, refetch } = useQuery(overview.coming(org.id));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return data ? <NextEvents events={data.data} /> : <SkeletonPage />;
}

function Start() {
  const t = useText(messages);
  const org = useOrganization();
  return (
    <EmptyState
      icon={CalendarPlus}
      title={t('startTitle')}
      action={
        <>
          {org.can('manage-events') && <ButtonLink to={paths.orgNewEvent({ orgId: org.id })}>{t('startAction')}</ButtonLink>}
          {org.can('manage-integrations') && <ButtonLink to={paths.orgIntegrations({ orgId: org.id })}>{t('startZoom')}</ButtonLink>}
          {org.can('manage-members') && <ButtonLink to={paths.orgTeam({ orgId: org.id })}>{t('startTeam')}</ButtonLink>}
        </>
      }
    >
      {t('startBody')}
    </EmptyState>
  );
}
