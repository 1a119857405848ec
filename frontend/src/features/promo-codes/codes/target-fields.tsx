import { useQueries, useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useController, useWatch } from 'react-hook-form';
import type { RuleValues } from './rule-values';
import { codes } from '@/features/promo-codes/api';
import messages from '@/features/promo-codes/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/checkbox';
import { Combobox } from '@/ui/combobox';
import { FormField, RadioField } from '@/ui/form/fields';

/** Everything that is sold, or whole events and single tickets of them. */
export function TargetFields() {
  const t = useText(messages);
  const scope = useWatch<RuleValues, 'scope'>({ name: 'scope' });
  return (
    <>
      <RadioField
        name="scope"
        label={t('scope')}
        choices={[
          { value: 'all', label: t('scope.all') },
          { value: 'listed', label: t('scope.listed') },
        ]}
      />
      {scope === 'listed' && (
        <FormField<string[]> name="event_ids" label={t('target.add')} hint={t('target.hint')}>
          {({ value, onChange, onBlur, id }) => <Listed id={id} events={value} onEvents={onChange} onBlur={onBlur} />}
        </FormField>
      )}
    </>
  );
}

interface ListedProps {
  id: string;
  events: string[];
  onEvents: (events: string[]) => void;
  onBlur: () => void;
}

function Listed({ id, events, onEvents, onBlur }: ListedProps) {
  const t = useText(messages);
  const org = useOrganization();
  const { field } = useController<RuleValues, 'ticket_type_ids'>({ name: 'ticket_type_ids' });
  const [q, setQ] = useState('');
  const [opened, setOpened] = useState<string[]>(events);
  const found = useQuery(codes.events(org.id, q));
  const options = found.data?.data.filter((one) => !opened.includes(one.id)).map((one) => ({ value: one.id, label: one.title })) ?? [];
  const add = (event: string) => {
    setOpened([...opened, event]);
    onEvents([...events, event]);
  };
  const remove = (event: string, tickets: string[]) => {
    setOpened(opened.filter((one) => one !== event));
    onEvents(events.filter((one) => one !== event));
    field.onChange(field.value.filter((one) => !tickets.includes(one)));
  };
  const whole = (event: string, all: boolean, tickets: string[]) => {
    onEvents(all ? [...events, event] : events.filter((one) => one !== event));
    if (all) field.onChange(field.value.filter((one) => !tickets.includes(one)));
  };
  return (
    <div className="space-y-3">
      <Combobox id={id} value="" onChange={add} onBlur={onBlur} options={options} onSearch={setQ} loading={found.isFetching} placeholder={t('target.search')} />
      {opened.map((event) => (
        <Target key={event} event={event} whole={events.includes(event)} chosen={field.value} onWhole={whole} onTickets={field.onChange} onRemove={remove} />
      ))}
    </div>
  );
}

interface TargetProps {
  event: string;
  whole: boolean;
  chosen: string[];
  onWhole: (event: string, all: boolean, tickets: string[]) => void;
  onTickets: (chosen: string[]) => void;
  onRemove: (event: string, tickets: string[]) => void;
}

function Target({ event, whole, chosen, onWhole, onTickets, onRemove }: TargetProps) {
  const t = useText(messages);
  const org = useOrganization();
  const [named, listed] = useQueries({ queries: [codes.event(org.id, event), codes.tickets(org.id, event)] });
  const tickets = listed.data?.data ?? [];
  const ids = tickets.map(({ id }) => id);
  const title = named.data?.title ?? t('target.event');
  return (
    <fieldset className="space-y-3 rounded-control border border-line p-4">
      <legend className="sr-only">{title}</legend>
      <div className="flex items-start justify-between gap-3">
        <p aria-hidden className="min-w-0 font-semibold wrap-anywhere">{title}</p>
        <Button size="small" variant="quiet" onClick={() => onRemove(event, ids)}>
          <X aria-hidden />
          {t('target.remove')}
        </Button>
      </div>
      <Checkbox label={t('target.all')} checked={whole} onCheckedChange={(checked) => onWhole(event, checked === true, ids)} />
      {!whole &&
        tickets.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            checked={chosen.includes(id)}
            onCheckedChange={(checked) => onTickets(checked === true ? [...chosen, id] : chosen.filter((one) => one !== id))}
          />
        ))}
    </fieldset>
  );
}
