import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { payouts, type Account, type Balance } from './api';
import { useManagesPayouts } from './manages';
import messages from './messages.en.json';
import { RequestDialog } from './request-dialog';
import shared from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { Money } from '@/ui/quantities';
import { Skeleton } from '@/ui/skeleton';

const PARTS = ['upcoming', 'settling', 'on_the_way', 'paid_out'] as const;
const TROUBLES = ['disputed', 'debt', 'fees_owed'] as const;

/** What is there in each currency; amounts of two currencies are never added. */
export function BalancePanel({ account }: { account: Account | null }) {
  const t = useText(messages);
  const org = useOrganization();
  const query = useQuery(payouts.balance(org.id));
  return (
    <Panel title={t('balances')} description={t('balances.lead')}>
      {query.error && !query.data && <ErrorState inline error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-32" />}
      {query.data?.data.length === 0 && <p className="text-ink-muted">{t('balances.none')}</p>}
      <ul className="divide-y divide-line empty:hidden">
        {query.data?.data.map((balance) => (
          <li key={balance.releasable.currency} className="py-5 first:pt-0 last:pb-0">
            <CurrencyBalance balance={balance} account={account} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function CurrencyBalance({ balance, account }: { balance: Balance; account: Account | null }) {
  const t = useText(messages);
  const action = useText(shared);
  const manages = useManagesPayouts();
  const [asking, setAsking] = useState(false);
  const { releasable } = balance;
  // What leaves every day does not wait for its event.
  const daily = account?.payout_mode === 'rolling';
  const parts = [...PARTS.filter((part) => part !== 'upcoming' || !daily), ...TROUBLES.filter((part) => balance[part].amount !== 0)];
  const kept = account?.settlement_currency;
  const payable = account?.payouts_enabled === true && releasable.amount > 0;
  return (
    <section aria-label={t('balance.in', { currency: releasable.currency })} className="space-y-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <p className="text-14 text-ink-muted">{t('balance.releasable')}</p>
          <p className="text-24 font-bold max-sm:text-20">
            <Money {...releasable} />
          </p>
        </div>
        {manages && payable && <Button onClick={() => setAsking(true)}>{action('payOut')}</Button>}
      </div>
      {kept != null && kept !== releasable.currency && balance.settling.amount > 0 && (
        <p className="max-w-prose text-14 text-ink-muted">{t('balance.converted', { currency: releasable.currency, kept })}</p>
      )}
      <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2">
        {parts.map((part) => (
          <div key={part} className="min-w-0">
            <dt className="text-14 text-ink-muted">{t(`balance.${part}`)}</dt>
            <dd className="font-semibold">
              <Money {...balance[part]} />
            </dd>
            <dd className="text-14 text-ink-muted">{t(`balance.${part}.hint`)}</dd>
          </div>
        ))}
      </dl>
      {asking && <RequestDialog most={releasable} onClose={() => setAsking(false)} />}
    </section>
  );
}
