import { useQuery, type QueryClient } from '@tanstack/react-query';
import { useParams, type Params } from 'react-router';
import { Calculator } from './calculator';
import { DraftForm } from './draft-form';
import { RuleActions } from './rule-actions';
import { RuleFacts } from './rule-facts';
import { SourcePanel } from './source-panel';
import { Versions } from './versions';
import { credit } from '@/features/credit-rules/api';
import messages from '@/features/credit-rules/messages.en.json';
import { RuleState } from '@/features/credit-rules/rule-state';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Banner } from '@/ui/banner';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { Panel } from '@/ui/panel';
import { SkeletonPage } from '@/ui/skeleton';

export function prefetch(client: QueryClient, { orgId = '', ruleSetId = '' }: Params): void {
  prefetchWith(client, credit.ruleSet(orgId, ruleSetId));
}

/** One version of a body's rules: what it says, where it comes from, and what it gives. */
export default function RulePage() {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const { ruleSetId = '' } = useParams();
  const query = useQuery(credit.ruleSet(orgId, ruleSetId));
  if (query.error && !query.data) return <ErrorState page error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonPage />;
  const { data: set, etag } = query.data;
  const editable = set.own && set.status === 'draft';
  return (
    <div className="space-y-6">
      <PageHeader
        title={t('rules.title', { body: set.body, code: set.code })}
        badge={<RuleState status={set.status} />}
        lead={t('rules.version', { number: set.number, rule: set.summary })}
        back={{ to: paths.orgCredit({ orgId }), label: t('title') }}
        actions={<RuleActions set={set} />}
      />
      {set.note != null && (
        <Banner tone="warning" title={t('note')}>
          {set.note}
        </Banner>
      )}
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <div className="min-w-0 space-y-6">
          {editable ? <DraftForm key={set.id} set={set} etag={etag} /> : <Panel title={t('rules.what')}><RuleFacts rules={set.parameters} /></Panel>}
        </div>
        <div className="min-w-0 space-y-6 lg:sticky lg:top-20">
          <Calculator key={set.id} set={set} />
          {!editable && <SourcePanel set={set} />}
          <Versions set={set} />
        </div>
      </div>
    </div>
  );
}
