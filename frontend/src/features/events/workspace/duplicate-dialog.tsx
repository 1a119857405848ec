import * as z from 'zod/mini';
import { useNavigate } from 'react-router';
import messages from './messages.en.json';
import { useDuplicate, type Event } from '@/features/events/api';
import type { LocalTime } from '@/lib/format/clock-change';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { FormField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { ZonedDateTime } from '@/ui/zoned-date-time';

interface Props {
  event: Event;
  open: boolean;
  onClose: () => void;
}

export function DuplicateDialog({ event, open, onClose }: Props) {
  const t = useText(messages);
  return (
    <Dialog open={open} onClose={onClose} title={t('duplicateTitle')} description={t('duplicateBody')}>
      <Fields event={event} />
    </Dialog>
  );
}

function Fields({ event }: { event: Event }) {
  const t = useText(messages);
  const org = useOrganization();
  const navigate = useNavigate();
  const duplicate = useDuplicate(org.id, event.id);
  const schema = z.object({
    title: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
    start: z
      .object({ date: z.string(), time: z.string(), zone: z.string() })
      .check(z.refine(({ date, time }) => date !== '' && time !== '', t('startMissing'))),
  });
  const form = useAppForm(schema, {
    defaults: { title: event.title, start: { date: '', time: event.starts_local.slice(11, 16), zone: event.time_zone } },
  });
  return (
    <Form
      form={form}
      rename={{ '/local_start': 'start' }}
      onSubmit={async ({ title, start }) => {
        const copy = await duplicate.mutateAsync({ title, local_start: `${start.date}T${start.time}` });
        toast(t('duplicated'));
        await navigate(paths.orgEvent({ orgId: org.id, eventId: copy.id }));
      }}
    >
      <TextField name="title" label={t('newTitle')} autoComplete="off" />
      <FormField<LocalTime> group name="start" label={t('newStart')}>
        {(control) => <ZonedDateTime {...control} zoneFixed />}
      </FormField>
      <Submit>{t('duplicate')}</Submit>
    </Form>
  );
}
