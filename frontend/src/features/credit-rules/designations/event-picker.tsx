import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { credit } from '@/features/credit-rules/api';
import messages from '@/features/credit-rules/messages.en.json';
import { formatWhen } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Combobox } from '@/ui/combobox';
import { ErrorState } from '@/ui/error-state';
import { Field } from '@/ui/field';

interface Props {
  value: string;
  onChange: (event: string) => void;
}

/** The server searches; the chosen event is asked by itself, for it may not be among what is found. */
export function EventPicker({ value, onChange }: Props) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const [typed, setTyped] = useState('');
  const found = useQuery({ ...credit.events(orgId, useDeferredValue(typed.trim())), placeholderData: (before) => before });
  const chosen = useQuery({ ...credit.event(orgId, value), enabled: value !== '' });
  const options = (found.data?.data ?? []).map(({ id, title, starts_at: at, time_zone: zone }) => ({ value: id, label: title, hint: formatWhen(at, zone, 'date') }));
  const extra = chosen.data && !options.some((one) => one.value === value) ? [{ value, label: chosen.data.title }] : [];
  return (
    <div className="max-w-form space-y-3">
      <Field label={t('event')}>
        {(control) => (
          <Combobox {...control} value={value} onChange={onChange} options={[...extra, ...options]} placeholder={t('event.find')} onSearch={setTyped} loading={found.isFetching} />
        )}
      </Field>
      {found.error && !found.data && <ErrorState inline error={found.error} onRetry={() => void found.refetch()} />}
    </div>
  );
}
