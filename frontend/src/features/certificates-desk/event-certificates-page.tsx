import { useQuery, type QueryClient } from '@tanstack/react-query';
import { Settings2 } from 'lucide-react';
import type { Params } from 'react-router';
import { desk, offeringOf, useCompare, type Filter } from './api';
import { CertificateDrawer } from './certificate/certificate-drawer';
import { CertificateList } from './certificate/certificate-list';
import { EventAwards } from './event-awards';
import { ExportButton } from './export-button';
import { IssueAll } from './issue/issue-all';
import messages from './messages.en.json';
import { PeopleList } from './people/people-list';
import { isTab, StateTabs, type Tab } from './state-tabs';
import { useDesk, useOpenedCertificate } from './use-desk';
import { prefetchWith } from '@/lib/http/prefetch';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { toast } from '@/lib/toasts';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { PageTitle } from '@/ui/page-header';
import { SearchInput } from '@/ui/search-input';
import { ButtonLink } from '@/ui/text-link';

export function prefetch(client: QueryClient, { orgId = '', eventId = '' }: Params): void {
  prefetchWith(client, desk.summary(orgId, eventId));
}

const filterOf = (event: string, tab: 'issued' | 'superseded' | 'revoked', q: string): Filter => ({
  offering: offeringOf(event),
  status: tab === 'issued' ? 'active' : tab,
  ...(q !== '' && { q }),
});

/** E12: who gets a certificate, who has one, what the others lack, and what became of those issued. */
export default function EventCertificatesPage() {
  const t = useText(messages);
  const { org, eventId, at } = useDesk();
  const [{ state, q }, setFilter] = useUrlState({ state: '', q: '' });
  const event = useQuery(desk.event(org.id, eventId));
  const summary = useQuery(desk.summary(org.id, eventId));
  const [certificate, close] = useOpenedCertificate();
  const tab: Tab = isTab(state) ? state : 'ready';
  const issued = tab === 'issued' || tab === 'superseded' || tab === 'revoked';
  return (
    <div className="space-y-5">
      <PageTitle title={event.data ? `${event.data.title}, ${t('certificates')}` : t('certificates')} />
      <IssueAll eventId={eventId} />
      <StateTabs summary={summary.data} current={tab} />
      <div className="flex flex-wrap items-start gap-3">
        {tab !== 'credit' && (
          <div className="min-w-0 flex-1 basis-64">
            <SearchInput label={t(issued ? 'searchAll' : 'search')} value={q} onSearch={(text) => setFilter({ q: text })} />
          </div>
        )}
        {tab === 'differs' && <Compare />}
        {issued && <ExportButton filter={filterOf(eventId, tab, q)} />}
        {org.can('manage-events') && org.can('manage-templates') && (
          <ButtonLink to={`${paths.orgEventSettings(at)}#certificate`}>
            <Settings2 aria-hidden />
            {t('settings')}
          </ButtonLink>
        )}
      </div>
      <Shown key={tab} tab={tab} q={q} clear={() => setFilter({ q: '' })} />
      {certificate !== null && <CertificateDrawer key={certificate} id={certificate} onClose={close} />}
    </div>
  );
}

function Shown({ tab, q, clear }: { tab: Tab; q: string; clear: () => void }) {
  const t = useText(messages);
  const { eventId } = useDesk();
  switch (tab) {
    case 'ready':
    case 'missing':
    case 'differs':
      return <PeopleList standing={tab} q={q} clear={clear} />;
    case 'credit':
      return <EventAwards />;
    default:
      return (
        <CertificateList
          ofEvent
          filter={filterOf(eventId, tab, q)}
          empty={
            q === ''
              ? { title: t(`none.${tab}`), body: t(`noneBody.${tab}`) }
              : { title: t('noMatch'), body: t('noMatchBody', { q }), action: <Button onClick={clear}>{t('clear')}</Button> }
          }
        />
      );
  }
}

/** Differences are found by themselves when facts change; this looks at all awards at once. */
function Compare() {
  const t = useText(messages);
  const { org, eventId, mayIssue } = useDesk();
  const compare = useCompare(org.id, eventId);
  if (!mayIssue) return null;
  const press = () =>
    compare.mutate(undefined, {
      onSuccess: ({ differences }) => toast(t('compared', { n: differences.length })),
      onError: (error) => toast(isProblem(error) ? error.message : t('exportFailed'), { tone: 'danger' }),
    });
  return (
    <Button busy={compare.isPending} onClick={press}>
      {t('compare')}
    </Button>
  );
}
