import { ACCOUNTS, type Asked } from './filter';
import { ChoiceAndDays } from '@/features/finance/choice-and-days';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';

export function LedgerFilters({ filter, onChange }: { filter: Asked; onChange: (change: Partial<Asked>) => void }) {
  const t = useText(messages);
  const options = [{ value: '', label: t('ledger.any') }, ...ACCOUNTS.map((account) => ({ value: account, label: t(`ledger.${account}`) }))];
  return (
    <ChoiceAndDays
      label={t('ledger.account')} value={filter.account} options={options} onChoice={(account) => onChange({ account })}
      days={filter} onDays={onChange}
    />
  );
}
