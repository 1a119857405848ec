import type { Entry } from './api';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { DataList } from '@/ui/data-list';
import { Money, When } from '@/ui/quantities';
import { TextLink } from '@/ui/text-link';

/** Debit and credit as the ledger has them; `ofOne` where all belong to the payment that is shown. */
export function LedgerRows({ rows, ofOne = false }: { rows: Entry[]; ofOne?: boolean }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  return (
    <DataList
      dense
      label={t('tab.ledger')}
      rows={rows}
      id={({ id }) => id}
      name={{ key: 'kind', header: t('ledger.kind'), cell: ({ kind, payment_id: paymentId }) => (ofOne || paymentId == null ? t.of('journal', kind) : <TextLink to={paths.orgPayment({ orgId, paymentId })}>{t.of('journal', kind)}</TextLink>) }}
      columns={[
        { key: 'account', header: t('ledger.account'), cell: ({ account }) => t(`ledger.${account}`) },
        { key: 'debit', header: t('ledger.debit'), numeric: true, cell: ({ amount }) => (amount.amount >= 0 ? <Money {...amount} /> : '–') },
        { key: 'credit', header: t('ledger.credit'), numeric: true, cell: ({ amount }) => (amount.amount < 0 ? <Money amount={-amount.amount} currency={amount.currency} /> : '–') },
        { key: 'at', header: t('ledger.at'), cell: ({ occurred_at: at }) => <When className="xl:whitespace-nowrap" at={at} /> },
      ]}
    />
  );
}
