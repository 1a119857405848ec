import { useQuery } from '@tanstack/react-query';
import { ledger } from './api';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { ErrorState } from '@/ui/error-state';
import { Facts, Panel } from '@/ui/panel';
import { Money } from '@/ui/quantities';

/** What each account holds now; each currency sums to nothing. */
export function BalanceFacts() {
  const t = useText(messages);
  const org = useOrganization();
  const query = useQuery(ledger.balances(org.id));
  if (query.error && !query.data) return <ErrorState inline error={query.error} onRetry={() => void query.refetch()} />;
  const rows = query.data?.data ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel title={t('ledger.balances')} description={t('ledger.balances.lead')}>
      <Facts columns={2} items={rows.map(({ account, amount }) => ({ label: t('ledger.in', { account: t(`ledger.${account}`), currency: amount.currency }), value: <Money {...amount} /> }))} />
    </Panel>
  );
}
