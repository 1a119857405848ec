import { useQuery, type QueryClient } from '@tanstack/react-query';
import { Video } from 'lucide-react';
import { useState } from 'react';
import type { Params } from 'react-router';
import { useConnect, useDisconnect, zoom, type Connection } from './api';
import { ConnectionPanel } from './connection-panel';
import messages from './messages.en.json';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { SkeletonRows } from '@/ui/skeleton';

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  prefetchWith(client, zoom.connections(orgId));
}

/** O24: the Zoom accounts that meetings are made with, and whether they work. */
export default function IntegrationsPage() {
  const t = useText(messages);
  const org = useOrganization();
  const query = useQuery(zoom.connections(org.id));
  const connect = useConnect(org.id);
  const disconnect = useDisconnect(org.id);
  const [ending, setEnding] = useState<Connection | null>(null);
  const start = () =>
    connect.mutate(paths.orgIntegrations({ orgId: org.id }), {
      onSuccess: ({ authorize_url: url }) => globalThis.location.assign(url),
    });
  const button = (variant: 'primary' | 'secondary', text: string) => (
    <Button variant={variant} busy={connect.isPending} onClick={start}>
      <Video aria-hidden />
      {text}
    </Button>
  );
  const live = query.data?.data.filter(({ status }) => status !== 'revoked') ?? [];
  return (
    <div className="space-y-6">
      <PageHeader title={t('title')} lead={t('lead')} actions={live.length > 0 ? button('secondary', t('connectAnother')) : undefined} />
      {connect.error && <ErrorState inline error={connect.error} />}
      {query.error && !query.data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <SkeletonRows rows={1} />}
      {query.data && live.length === 0 && (
        <EmptyState icon={Video} title={t('none')} action={button('primary', t('connect'))}>
          {t('noneBody')}
        </EmptyState>
      )}
      {live.map((one) => (
        <ConnectionPanel key={one.id} connection={one} reconnecting={connect.isPending} onReconnect={start} onDisconnect={() => setEnding(one)} />
      ))}
      <Confirm
        open={ending !== null}
        onClose={() => setEnding(null)}
        title={t('disconnectTitle')}
        action={t('disconnect')}
        danger
        onConfirm={async () => {
          if (ending === null) return;
          await disconnect.mutateAsync(ending);
          toast(t('disconnected'));
        }}
      >
        <p>{t('disconnectBody', { n: ending?.meetings ?? 0 })}</p>
      </Confirm>
    </div>
  );
}
