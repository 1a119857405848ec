import { ACCOUNTS, type Asked } from './filter';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Field } from '@/ui/field';
import { Select } from '@/ui/select';
import { TextInput } from '@/ui/text-input';

export function LedgerFilters({ filter, onChange }: { filter: Asked; onChange: (change: Partial<Asked>) => void }) {
  const t = useText(messages);
  const day = (name: 'from' | 'to') => (
    <Field label={t(name)} optional>
      {(control) => <TextInput {...control} type="date" value={filter[name]} onChange={({ target }) => onChange({ [name]: target.value })} />}
    </Field>
  );
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field label={t('ledger.account')} optional>
        {(control) => (
          <Select
            {...control}
            value={filter.account}
            onChange={({ target }) => onChange({ account: target.value })}
            options={[{ value: '', label: t('ledger.any') }, ...ACCOUNTS.map((account) => ({ value: account, label: t(`ledger.${account}`) }))]}
          />
        )}
      </Field>
      {day('from')}
      {day('to')}
    </div>
  );
}
