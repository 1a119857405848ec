import { X } from 'lucide-react';
import { STATUSES, type Asked } from './filter';
import { ChoiceAndDays } from '@/features/finance/choice-and-days';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/checkbox';
import { SearchInput } from '@/ui/search-input';

interface Props {
  filter: Asked;
  onChange: (change: Partial<Asked>) => void;
  /** The title of the event that is narrowed to, once it is known. */
  event: string | null;
}

export function PaymentFilters({ filter, onChange, event }: Props) {
  const t = useText(messages);
  const options = [{ value: '', label: t('payment.any') }, ...STATUSES.map((status) => ({ value: status, label: t(`payment.${status}`) }))];
  return (
    <div className="space-y-4">
      <SearchInput label={t('payments.search')} value={filter.q} onSearch={(q) => onChange({ q })} className="lg:max-w-form" />
      <ChoiceAndDays label={t('state')} value={filter.status} options={options} onChoice={(status) => onChange({ status })} days={filter} onDays={onChange} />
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
