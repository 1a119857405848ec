import { useQuery, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams, type Params } from 'react-router';
import { CodeActions } from './code-actions';
import { CodeDialog } from './code-dialog';
import { CodeFacts } from './code-facts';
import { Redemptions } from './redemptions';
import { codes, type Code } from '@/features/promo-codes/api';
import { CodeState } from '@/features/promo-codes/code-state';
import { givesOf } from '@/features/promo-codes/code-words';
import messages from '@/features/promo-codes/messages.en.json';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { SkeletonPage } from '@/ui/skeleton';
import { ButtonLink } from '@/ui/text-link';

export function prefetch(client: QueryClient, { orgId = '', promoCodeId = '' }: Params): void {
  prefetchWith(client, codes.one(orgId, promoCodeId));
}

/** One code: what it gives, how often it was used and by which places. */
export default function CodePage() {
  const { id: org } = useOrganization();
  const { promoCodeId = '' } = useParams();
  const query = useQuery(codes.one(org, promoCodeId));
  if (query.error && !query.data) return <Missing error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonPage />;
  return <Shown code={query.data} />;
}

function Missing({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  return <ErrorState page error={error} onRetry={onRetry} actions={<ButtonLink to={paths.orgPromoCodes({ orgId })}>{t('toCodes')}</ButtonLink>} />;
}

function Shown({ code }: { code: Code }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const [editing, setEditing] = useState(false);
  return (
    <div className="space-y-6">
      <PageHeader
        title={code.code}
        lead={givesOf(code.rules, t)}
        badge={<CodeState status={code.status} />}
        back={{ to: paths.orgPromoCodes({ orgId }), label: t('title') }}
        actions={code.status === 'archived' ? undefined : <CodeActions code={code} onEdit={() => setEditing(true)} />}
      />
      <CodeFacts code={code} />
      <Redemptions code={code} />
      {editing && <CodeDialog key={code.version} code={code} onClose={() => setEditing(false)} />}
    </div>
  );
}
