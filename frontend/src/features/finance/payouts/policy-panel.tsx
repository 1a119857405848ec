import { useQuery } from '@tanstack/react-query';
import { PencilLine } from 'lucide-react';
import { useState } from 'react';
import { payouts, type Policy } from './api';
import { PolicyDialog } from './policy-dialog';
import { PolicyExample, RungList } from './policy-example';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { When } from '@/ui/quantities';
import { Skeleton } from '@/ui/skeleton';

/** What is promised to buyers who cannot come; a purchase keeps the promise it was made under (RF-1). */
export function PolicyPanel() {
  const t = useText(messages);
  const org = useOrganization();
  const query = useQuery(payouts.policies(org.id));
  const settings = useQuery(payouts.account(org.id));
  const [editing, setEditing] = useState(false);
  const currency = settings.data?.account?.settlement_currency ?? 'EUR';
  const held = query.data?.data;
  return (
    <Panel
      title={t('policy')}
      description={t('policy.lead')}
      actions={
        held && (
          <Button size="small" onClick={() => setEditing(true)}>
            <PencilLine aria-hidden />
            {t('policy.edit')}
          </Button>
        )
      }
    >
      {query.error && !query.data && <ErrorState inline error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-40" />}
      {held && (
        <div className="space-y-5">
          <Promise policy={held.current} currency={currency} />
          {held.data.length > 1 && (
            <details>
              <summary className="cursor-pointer font-semibold text-accent">{t('policy.before', { n: held.data.length - 1 })}</summary>
              <ul className="mt-2 space-y-1 text-14 text-ink-muted">
                {held.data.slice(1).map((one) => (
                  <li key={one.id}>
                    {one.name} · {t('policy.version', { n: one.version })} · <When at={one.created_at} style="date" />
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      )}
      {editing && query.data && <PolicyDialog given={query.data} currency={currency} onClose={() => setEditing(false)} />}
    </Panel>
  );
}

function Promise({ policy, currency }: { policy: Policy; currency: string }) {
  const t = useText(messages);
  return (
    <>
      <p className="font-semibold">
        {policy.name} <span className="font-normal text-ink-muted">{policy.version === 0 ? t('policy.standard') : t('policy.version', { n: policy.version })}</span>
      </p>
      <RungList rungs={policy.rungs} currency={currency} />
      <ul className="list-disc space-y-1 ps-5">
        <li>{t(policy.self_cancel ? 'policy.self' : 'policy.notSelf')}</li>
        <li>{t(policy.fees_refundable ? 'policy.fees' : 'policy.noFees')}</li>
      </ul>
      <PolicyExample rungs={policy.rungs} currency={currency} />
    </>
  );
}
