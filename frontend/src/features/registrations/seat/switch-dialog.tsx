import { useQuery } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { eventOf, sessionsOf, useSwitch } from './api';
import messages from './messages.en.json';
import { registrations, type Registration } from '@/features/registrations/api';
import { useDesk } from '@/features/registrations/use-desk';
import type { Schema } from '@/api/contract';
import { parallelOf } from '@/lib/parallel';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Checkbox } from '@/ui/checkbox';
import { Dialog } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { FormField, RadioField, SelectField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { When } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';

const MODES = ['online', 'in_person'] as const;

interface Props {
  person: Registration;
  name: string;
  onClose: () => void;
}

/** Another ticket of the same price, another way, other sessions (RG-20); the event says what there is to choose. */
export function SwitchDialog({ person, name, onClose }: Props) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const event = useQuery(eventOf(org.id, eventId));
  const tickets = useQuery(registrations.tickets(org.id, eventId));
  const sessions = useQuery(sessionsOf(org.id, eventId));
  const error = event.error ?? tickets.error ?? sessions.error;
  const again = () => void Promise.all([event.refetch(), tickets.refetch(), sessions.refetch()]);
  return (
    <Dialog open onClose={onClose} title={t('switch.title', { name })} description={t('switch.lead', { name })}>
      {event.data && tickets.data && sessions.data ? (
        <SwitchForm person={person} event={event.data} tickets={tickets.data.data} sessions={sessions.data.data} onClose={onClose} />
      ) : error ? (
        <ErrorState inline error={error} onRetry={again} />
      ) : (
        <SkeletonRows />
      )}
    </Dialog>
  );
}

interface FormProps {
  person: Registration;
  event: Schema<'Event'>;
  tickets: Schema<'Ticket'>[];
  sessions: Schema<'Session'>[];
  onClose: () => void;
}

function SwitchForm({ person, event, tickets, sessions, onClose }: FormProps) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const change = useSwitch(org.id, eventId);
  const parallel = parallelOf(sessions.map((one) => ({ ...one, cancelled: one.cancelled_at != null })));
  const schema = z.object({ ticket_type_id: z.string(), mode: z.enum(MODES), session_ids: z.array(z.string()) });
  const form = useAppForm(schema, { defaults: { ticket_type_id: person.ticket.id, mode: person.mode, session_ids: person.session_ids } });
  const save = async ({ ticket_type_id: ticket, mode, session_ids: chosen }: z.infer<typeof schema>) => {
    const body = {
      ...(ticket !== person.ticket.id && { ticket_type_id: ticket }),
      ...(mode !== person.mode && { mode }),
      ...([...chosen].sort().join() !== [...person.session_ids].sort().join() && { session_ids: chosen }),
    };
    if (Object.keys(body).length === 0) toast(t('switch.nothing'), { tone: 'info' });
    else {
      await change.mutateAsync({ id: person.id, version: person.version, ...body });
      toast(t('switch.done'));
    }
    onClose();
  };
  return (
    <Form form={form} onSubmit={save}>
      {tickets.length > 1 && <SelectField name="ticket_type_id" label={t('switch.ticket')} options={tickets.map(({ id, name }) => ({ value: id, label: name }))} />}
      {event.format === 'hybrid' && (
        <RadioField name="mode" label={t('switch.mode')} look="card" columns={2} choices={MODES.map((value) => ({ value, label: t(`switch.${value}`) }))} />
      )}
      {parallel.length > 0 && (
        <FormField<string[]> group name="session_ids" label={t('switch.sessions')}>
          {({ value, onChange }) => (
            <div className="space-y-3">
              {parallel.map(({ id, title, starts_at: starts }) => (
                <Checkbox
                  key={id}
                  label={title}
                  hint={<When at={starts} zone={event.time_zone} first="event" style="short" />}
                  checked={value.includes(id)}
                  onCheckedChange={(ticked) => onChange(ticked === true ? [...value, id] : value.filter((other) => other !== id))}
                />
              ))}
            </div>
          )}
        </FormField>
      )}
      <Submit>{t('switch.save')}</Submit>
    </Form>
  );
}
