import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import messages from './messages.en.json';
import { presence } from '@/features/presence/api';
import { useDesk } from '@/features/presence/use-desk';
import { nameOf } from '@/features/presence/views';
import { formatDuration } from '@/lib/format/quantity';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { Combobox } from '@/ui/combobox';
import { Field } from '@/ui/field';

/** Everybody with a confirmed place, found by name or address; to choose is to match. */
export function PersonSearch({ onTake }: { onTake: (registration: string) => void }) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const { data, isFetching } = useInfiniteQuery({ ...presence.list(org.id, eventId, q === '' ? {} : { q }), placeholderData: (before) => before });
  const options = rowsOf(data).map((person) => ({
    value: person.registration_id,
    label: nameOf(person, t('unnamed')),
    hint: [person.email, t('soFar', { counted: formatDuration(person.counted_seconds) })].filter((part) => part != null).join(' · '),
  }));
  return (
    <Field label={t('else')}>
      {(control) => <Combobox {...control} aria-required={undefined} value="" options={options} onSearch={setTyped} loading={isFetching} placeholder={t('elseHint')} onChange={onTake} />}
    </Field>
  );
}
