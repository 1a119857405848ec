import { useQuery } from '@tanstack/react-query';
import { payments, type Payment } from './api';
import { LedgerRows } from '@/features/finance/ledger/ledger-rows';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';

/** Every line of the ledger that this payment made; the lines of each journal sum to nothing. */
export function LedgerPart({ payment }: { payment: Payment }) {
  const t = useText(messages);
  const org = useOrganization();
  const query = useQuery(payments.ledger(org.id, payment.id));
  return (
    <section aria-label={t('tab.ledger')} className="space-y-3">
      <h2 className="text-20 font-semibold">{t('tab.ledger')}</h2>
      {query.error && !query.data && <ErrorState inline error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-32" />}
      {query.data?.data.length === 0 && <p className="text-ink-muted">{t('ledger.nothing')}</p>}
      {query.data && query.data.data.length > 0 && <LedgerRows rows={query.data.data} ofOne />}
    </section>
  );
}
