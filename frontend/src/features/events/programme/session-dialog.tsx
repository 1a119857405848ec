import { Plus, Trash2 } from 'lucide-react';
import { useFieldArray } from 'react-hook-form';
import messages from './messages.en.json';
import { bodyOf, sessionSchema, valuesOf, type SessionValues } from './session-schema';
import { useSaveSession } from './sessions';
import type { Event, Session } from '@/features/events/api';
import type { LocalTime } from '@/lib/format/clock-change';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Drawer } from '@/ui/dialog';
import { CheckboxField, FormField, NumberField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { IconButton } from '@/ui/icon-button';
import { ZonedDateTime } from '@/ui/zoned-date-time';

interface Props {
  event: Event;
  session: Session | null;
  /** A new session begins where the last one ends. */
  last?: Session;
  onClose: () => void;
}

export function SessionDialog({ event, session, last, onClose }: Props) {
  const t = useText(messages);
  const org = useOrganization();
  const save = useSaveSession(org.id, event.id);
  const form = useAppForm<SessionValues, SessionValues>(sessionSchema(t), { defaults: valuesOf(session, event, last) });
  return (
    <Drawer wide open onClose={onClose} title={t(session === null ? 'add' : 'editTitle')}>
      <Form
        form={form}
        rename={{ '/local_start': 'start', '/local_end': 'minutes' }}
        onSubmit={async (values) => {
          await save.mutateAsync({ session, body: bodyOf(values) });
          toast(t('saved'));
          onClose();
        }}
      >
        <TextField name="title" label={t('title')} autoComplete="off" maxLength={200} />
        <FormField<LocalTime> group name="start" label={t('day')}>
          {(control) => <ZonedDateTime {...control} zoneFixed />}
        </FormField>
        <NumberField name="minutes" label={t('minutes')} className="max-w-40" />
        <Breaks />
        <TextField name="room" label={t('room')} optional autoComplete="off" />
        <TextField name="track" label={t('track')} optional autoComplete="off" />
        <CheckboxField name="mandatory" label={t('mandatory')} />
        <CheckboxField name="creditable" label={t('creditable')} />
        <Submit>{t('save')}</Submit>
      </Form>
    </Drawer>
  );
}

function Breaks() {
  const t = useText(messages);
  const { fields, append, remove } = useFieldArray<SessionValues, 'breaks'>({ name: 'breaks' });
  return (
    <fieldset className="space-y-3">
      <legend className="font-semibold">{t('breakList')}</legend>
      <p className="text-14 text-ink-muted">{t('breakHint')}</p>
      {fields.map((field, at) => (
        <div key={field.id} className="flex items-end gap-3">
          <div className="grid min-w-0 flex-1 grid-cols-2 gap-3">
            <TextField name={`breaks.${at}.from`} label={t('breakFrom')} type="time" />
            <TextField name={`breaks.${at}.to`} label={t('breakTo')} type="time" />
          </div>
          <IconButton label={t('breakRemove', { n: at + 1 })} icon={<Trash2 />} onClick={() => remove(at)} />
        </div>
      ))}
      <Button size="small" onClick={() => append({ from: '', to: '' })}>
        <Plus aria-hidden />
        {t('breakAdd')}
      </Button>
    </fieldset>
  );
}
