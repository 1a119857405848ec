import * as z from 'zod/mini';
import messages from './messages.en.json';
import { tagOf, useEditEvent, type Event } from '@/features/events/api';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { NumberField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { Panel } from '@/ui/panel';

/** Of a hybrid event: how many may come, and how many may join online. */
export function ModeSeats({ event }: { event: Event }) {
  const t = useText(messages);
  const org = useOrganization();
  const save = useEditEvent(org.id, event.id);
  const seats = z.nullable(z.number().check(z.gte(0, t('capacity.wrong')), z.lte(100_000, t('capacity.wrong'))));
  const form = useAppForm(z.object({ in_person_capacity: seats, online_capacity: seats }), {
    defaults: { in_person_capacity: event.in_person_capacity ?? null, online_capacity: event.online_capacity ?? null },
  });
  return (
    <Panel title={t('seats')} description={t('seats.lead')}>
      <Form
        form={form}
        onSubmit={async (body) => {
          const { promoted } = await save.mutateAsync({ body, ifMatch: tagOf(event) });
          toast(promoted > 0 ? t('seats.promoted', { n: promoted }) : t('seats.saved'));
        }}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <NumberField name="in_person_capacity" label={t('mode.in_person')} optional />
          <NumberField name="online_capacity" label={t('mode.online')} optional />
        </div>
        <Submit>{t('save')}</Submit>
      </Form>
    </Panel>
  );
}
