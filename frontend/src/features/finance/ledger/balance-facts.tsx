import { useQuery } from '@tanstack/react-query';
import { ledger, type Balance } from './api';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { DataList } from '@/ui/data-list';
import { ErrorState } from '@/ui/error-state';
import { Money } from '@/ui/quantities';

/** What each account holds now, a currency after the other; each sums to nothing. */
export function BalanceFacts() {
  const t = useText(messages);
  const org = useOrganization();
  const query = useQuery(ledger.balances(org.id));
  if (query.error && !query.data) return <ErrorState inline error={query.error} onRetry={() => void query.refetch()} />;
  const rows = query.data?.data ?? [];
  if (rows.length === 0) return null;
  return (
    <section aria-label={t('ledger.balances')} className="space-y-3">
      <div>
        <h2 className="text-20 font-semibold">{t('ledger.balances')}</h2>
        <p className="text-14 text-ink-muted">{t('ledger.balances.lead')}</p>
      </div>
      <DataList
        dense
        label={t('ledger.balances')}
        rows={rows.toSorted(byCurrency)}
        id={({ account, amount: { currency } }) => `${account} ${currency}`}
        name={{ key: 'account', header: t('ledger.account'), cell: ({ account }) => t(`ledger.${account}`) }}
        columns={[
          { key: 'debit', header: t('ledger.debit'), numeric: true, cell: ({ amount }) => (amount.amount >= 0 ? <Money {...amount} /> : '–') },
          { key: 'credit', header: t('ledger.credit'), numeric: true, cell: ({ amount: { amount, currency } }) => (amount < 0 ? <Money amount={-amount} currency={currency} /> : '–') },
        ]}
      />
    </section>
  );
}

/** Amounts of one currency stand together; those of an account are never added. */
const byCurrency = (one: Balance, other: Balance): number => one.amount.currency.localeCompare(other.amount.currency);
