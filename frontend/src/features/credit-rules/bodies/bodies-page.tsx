import { useQuery, type QueryClient } from '@tanstack/react-query';
import { Landmark, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Params } from 'react-router';
import { BodyDialog } from './body-dialog';
import { BodyPanel } from './body-panel';
import { credit, type Body } from '@/features/credit-rules/api';
import messages from '@/features/credit-rules/messages.en.json';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageTitle } from '@/ui/page-header';
import { SkeletonRows } from '@/ui/skeleton';

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  prefetchWith(client, credit.bodies(orgId));
  prefetchWith(client, credit.types(orgId));
}

/** Who awards: bodies of one's own, then those of the catalogue, each with its kinds of credit. */
export default function BodiesPage() {
  const t = useText(messages);
  const org = useOrganization();
  const bodies = useQuery(credit.bodies(org.id));
  const types = useQuery(credit.types(org.id));
  const [editing, setEditing] = useState<Body | 'new' | null>(null);
  const all = bodies.data?.data ?? [];
  const add = (
    <Button variant="primary" onClick={() => setEditing('new')}>
      <Plus aria-hidden />
      {t('bodies.add')}
    </Button>
  );
  const panel = (body: Body) => (
    <BodyPanel key={body.id} body={body} types={types.data?.data.filter((type) => type.body_id === body.id) ?? []} onEdit={() => setEditing(body)} />
  );
  const failure = bodies.error ?? types.error;
  const own = all.filter((body) => body.own);
  return (
    <div className="space-y-6">
      <PageTitle title={`${t('title')}, ${t('tab.bodies')}`} />
      {failure && !(bodies.data && types.data) && <ErrorState error={failure} onRetry={() => void Promise.all([bodies.refetch(), types.refetch()])} />}
      {!failure && (bodies.isPending || types.isPending) && <SkeletonRows />}
      {bodies.data && (
        <>
          <section className="space-y-4" aria-label={t('bodies.own')}>
            <div className="flex flex-wrap items-center justify-between gap-3">
              <h2 className="text-20 font-semibold">{t('bodies.own')}</h2>
              {own.length > 0 && add}
            </div>
            {own.length === 0 && <EmptyState icon={Landmark} title={t('bodies.none')} action={add}>{t('bodies.noneBody')}</EmptyState>}
            {own.map(panel)}
          </section>
          <section className="space-y-4" aria-label={t('bodies.catalogue')}>
            <h2 className="text-20 font-semibold">{t('bodies.catalogue')}</h2>
            <div className="grid items-start gap-4 lg:grid-cols-2">{all.filter((body) => !body.own).map(panel)}</div>
          </section>
        </>
      )}
      {editing !== null && <BodyDialog body={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </div>
  );
}
