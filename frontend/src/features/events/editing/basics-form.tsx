import { useQuery } from '@tanstack/react-query';
import { useWatch } from 'react-hook-form';
import { basicsOf, basicsSchema, changesOf, FORMATS, TYPES, VISIBILITIES, type Basics } from './basics';
import messages from './messages.en.json';
import { LostUpdate, TellConfirm } from './save-dialogs';
import { useSave } from './use-save';
import type { Event } from '@/features/events/api';
import { meetings, usePlanZoom } from '@/features/events/meetings';
import type { LocalTime } from '@/lib/format/clock-change';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { FormField, NumberField, RadioField, SelectField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { Panel } from '@/ui/panel';
import { ZonedDateTime } from '@/ui/zoned-date-time';

const RENAME = { '/local_start': 'start', '/time_zone': 'start', '/local_end': 'minutes', '/venue': 'venue_name', '/zoom_planned': 'join' };

export function BasicsForm({ event }: { event: Event }) {
  const t = useText(messages);
  const org = useOrganization();
  const hosts = useQuery(meetings.hosts(org.id));
  const plan = usePlanZoom(org.id);
  const form = useAppForm<Basics, Basics>(basicsSchema(t), { defaults: basicsOf(event) });
  const saving = useSave(org.id, event, () => toast(t('saved')));
  const host = hosts.data?.data.find(({ status }) => status !== 'revoked');
  const submit = async (values: Basics) => {
    const body = changesOf(values, event);
    if (Object.keys(body).length === 0) {
      toast(t('noChange'), { tone: 'info' });
      return;
    }
    await saving.save(body);
    // The plan names the account; without it the meeting could not be made.
    if (body.zoom_planned && host) await plan.mutateAsync({ event: event.id, plan: { kind: 'meeting', connection_id: host.id } });
  };
  return (
    <Panel>
      <Form form={form} onSubmit={submit} rename={RENAME}>
        <LostUpdate saving={saving} event={event} onTheirs={() => form.reset(basicsOf(event))} />
        <TextField name="title" label={t('title')} autoComplete="off" maxLength={200} />
        <SelectField name="type" label={t('type')} options={TYPES.map((value) => ({ value, label: t(`type.${value}`) }))} />
        <FormField<LocalTime> group name="start" label={t('start')} hint={event.session_count > 1 ? t('startHint') : undefined}>
          {(control) => <ZonedDateTime {...control} />}
        </FormField>
        {event.session_count === 1 ? (
          <NumberField name="minutes" label={t('minutes')} className="max-w-40" />
        ) : (
          <p className="text-14 text-ink-muted">{t('severalSessions', { n: event.session_count })}</p>
        )}
        <RadioField name="format" label={t('format')} columns={3} look="card" choices={FORMATS.map((value) => ({ value, label: t(`format.${value}`) }))} />
        <WhereFields canZoom={host !== undefined || event.zoom_planned} />
        <RadioField name="visibility" label={t('visibility')} choices={VISIBILITIES.map((value) => ({ value, label: t(`visibility.${value}`) }))} />
        <Submit>{t('save')}</Submit>
      </Form>
      <TellConfirm saving={saving} event={event} />
    </Panel>
  );
}

function WhereFields({ canZoom }: { canZoom: boolean }) {
  const t = useText(messages);
  const format = useWatch<Basics, 'format'>({ name: 'format' });
  const join = useWatch<Basics, 'join'>({ name: 'join' });
  return (
    <>
      {format !== 'in_person' && (
        <RadioField
          name="join"
          label={t('joinBy')}
          columns={2}
          look="card"
          choices={[
            { value: 'zoom', label: t('joinBy.zoom'), hint: canZoom ? undefined : t('zoomNone'), disabled: !canZoom },
            { value: 'link', label: t('joinBy.link') },
          ]}
        />
      )}
      {format !== 'in_person' && join === 'link' && (
        <TextField name="online_url" label={t('url')} type="url" inputMode="url" autoComplete="off" placeholder="https://" />
      )}
      {format !== 'online' && (
        <>
          <TextField name="venue_name" label={t('venue')} autoComplete="off" />
          <TextField name="venue_address" label={t('address')} autoComplete="off" optional />
        </>
      )}
    </>
  );
}
