import { useWatch } from 'react-hook-form';
import { useSaveTicket, type Ticket } from './api';
import messages from './messages.en.json';
import { PriceFields } from './price-fields';
import { Refused } from './refused';
import { ticketSchema } from './ticket-schema';
import { bodyOf, valuesOf, type TicketValues } from './ticket-values';
import type { Event } from '@/features/events/api';
import { useAppForm } from '@/lib/form/use-app-form';
import { formatZone } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { NumberField, RadioField, TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

interface Props {
  event: Event;
  ticket: Ticket | null;
  /** In which the others are priced, or in which money is paid out. */
  currency: string;
  onClose: () => void;
}

const RENAME = {
  '/prices': 'early', '/prices/0/price/amount': 'price', '/prices/0/price/currency': 'currency', '/prices/0/valid_to': 'early', '/prices/1/price/currency': 'currency',
};

export function TicketDialog({ event, ticket, currency, onClose }: Props) {
  const t = useText(messages);
  const org = useOrganization();
  const { time_zone: zone } = event;
  const save = useSaveTicket(org.id, event.id);
  const form = useAppForm<TicketValues, TicketValues>(ticketSchema(t), { defaults: valuesOf(ticket, zone, currency) });
  return (
    <Dialog open onClose={onClose} size="medium" title={t(ticket === null ? 'add' : 'edit')}>
      <Form
        form={form}
        rename={RENAME}
        onSubmit={async (values) => {
          await save.mutateAsync({ ticket, body: bodyOf(values, zone) });
          toast(t('saved', { name: values.name }));
          onClose();
        }}
      >
        <Refused error={save.error} />
        <TextField name="name" label={t('name')} hint={t('name.hint')} autoComplete="off" maxLength={100} />
        <TextAreaField name="description" label={t('description')} optional rows={2} maxLength={500} counter />
        <PriceFields zone={zone} />
        {event.format === 'hybrid' && (
          <RadioField
            name="mode"
            label={t('mode')}
            columns={3}
            choices={[
              { value: 'any', label: t('mode.any') },
              { value: 'online', label: t('mode.online') },
              { value: 'in_person', label: t('mode.in_person') },
            ]}
          />
        )}
        <NumberField name="capacity" label={t('capacity')} hint={t('capacity.hint')} optional className="max-w-40" />
        <fieldset className="space-y-4">
          <legend className="mb-1 font-semibold">{t('window', { zone: formatZone(zone) })}</legend>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField name="sales_open_at" label={t('window.from')} type="datetime-local" optional />
            <TextField name="sales_close_at" label={t('window.to')} type="datetime-local" optional />
          </div>
        </fieldset>
        <AudienceFields />
        <div className="grid gap-4 sm:grid-cols-3">
          <NumberField name="min_per_booking" label={t('party.least')} />
          <NumberField name="max_per_booking" label={t('party.most')} optional />
          <NumberField name="waitlist_priority" label={t('priority')} />
        </div>
        <p className="text-14 text-ink-muted">{t('priority.hint')}</p>
        <Submit>{t('save')}</Submit>
      </Form>
    </Dialog>
  );
}

function AudienceFields() {
  const t = useText(messages);
  const audience = useWatch<TicketValues, 'audience'>({ name: 'audience' });
  return (
    <>
      <RadioField
        name="audience"
        label={t('audience')}
        choices={[
          { value: 'public', label: t('audience.public') },
          { value: 'hidden', label: t('audience.hidden'), hint: t('audience.hidden.hint') },
        ]}
      />
      {audience === 'hidden' && <TextField name="access_code" label={t('code')} hint={t('code.hint')} autoComplete="off" maxLength={50} optional />}
    </>
  );
}
