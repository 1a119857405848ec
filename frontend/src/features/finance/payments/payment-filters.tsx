import { X } from 'lucide-react';
import { STATUSES, type Asked } from './filter';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/checkbox';
import { Field } from '@/ui/field';
import { SearchInput } from '@/ui/search-input';
import { Select } from '@/ui/select';
import { TextInput } from '@/ui/text-input';

interface Props {
  filter: Asked;
  onChange: (change: Partial<Asked>) => void;
  /** The title of the event that is narrowed to, once it is known. */
  event: string | null;
}

export function PaymentFilters({ filter, onChange, event }: Props) {
  const t = useText(messages);
  const day = (name: 'from' | 'to') => (
    <Field label={t(name)} optional>
      {(control) => <TextInput {...control} type="date" value={filter[name]} onChange={({ target }) => onChange({ [name]: target.value })} />}
    </Field>
  );
  return (
    <div className="space-y-4">
      <SearchInput label={t('payments.search')} value={filter.q} onSearch={(q) => onChange({ q })} className="max-w-form" />
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label={t('state')} optional>
          {(control) => (
            <Select
              {...control}
              value={filter.status}
              onChange={({ target }) => onChange({ status: target.value })}
              options={[{ value: '', label: t('payment.any') }, ...STATUSES.map((status) => ({ value: status, label: t(`payment.${status}`) }))]}
            />
          )}
        </Field>
        {day('from')}
        {day('to')}
      </div>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <Checkbox label={t('payments.flagged')} checked={filter.flagged !== ''} onCheckedChange={(checked) => onChange({ flagged: checked === true ? 'yes' : '' })} />
        {filter.event !== '' && (
          <Button size="small" onClick={() => onChange({ event: '' })}>
            <span className="max-w-52 truncate">{t('payments.ofEvent', { title: event ?? t('payments.oneEvent') })}</span>
            <X aria-hidden />
            <span className="sr-only">{t('remove')}</span>
          </Button>
        )}
      </div>
    </div>
  );
}
