import { useFormContext, useWatch } from 'react-hook-form';
import { isTimed, needsSession, type Values } from './correction';
import messages from './messages.en.json';
import type { Detail } from '@/features/presence/api';
import { gapsOf, secondsOf } from '@/features/presence/spans';
import { localTime, type LocalTime } from '@/lib/format/clock-change';
import { formatExactDuration } from '@/lib/format/quantity';
import { formatWhen } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import type { Interval } from '@/lib/presence-geometry';
import { Button } from '@/ui/button';
import { FormField, SelectField } from '@/ui/form/fields';
import { ZonedDateTime } from '@/ui/zoned-date-time';

/** A longer list helps nobody to choose. */
const MOST = 6;

/** For which session, and from when to when: typed, or taken from what is missing or counted. */
export function CorrectionFields({ detail: { event, person }, onSpan }: { detail: Detail; onSpan: (span: Interval) => void }) {
  const t = useText(messages);
  const { setValue } = useFormContext<Values>();
  const [kind, id] = useWatch<Values, ['kind', 'session']>({ name: ['kind', 'session'] });
  const session = person.sessions.find(({ session_id: one }) => one === id);
  const offered = session === undefined ? [] : [session.window, ...(kind === 'remove' ? session.counted : gapsOf(session))].slice(0, MOST);
  const take = (span: Interval) => {
    setValue('start', localTime(span.from, event.time_zone), { shouldValidate: true });
    setValue('end', localTime(span.to, event.time_zone), { shouldValidate: true });
    onSpan(span);
  };
  const clock = (at: string) => formatWhen(at, event.time_zone, 'clock');
  const options = [
    ...(needsSession(kind) ? [] : [{ value: '', label: t('wholeEvent') }]),
    ...person.sessions.map(({ session_id: value, title }) => ({ value, label: title })),
  ];
  return (
    <>
      {(person.sessions.length > 1 || !needsSession(kind)) && <SelectField name="session" label={t('session')} options={options} placeholder={t('sessionMissing')} />}
      {isTimed(kind) && (
        <>
          {offered.length > 0 && (
            <div className="flex flex-wrap gap-2">
              {offered.map((span, at) => (
                <Button key={span.from + span.to} size="small" onClick={() => take(span)}>
                  {at === 0 ? t('wholeSession') : t(kind === 'remove' ? 'countedSpan' : 'gap', { from: clock(span.from), to: clock(span.to), length: formatExactDuration(secondsOf(span)) })}
                </Button>
              ))}
            </div>
          )}
          <FormField<LocalTime> group name="start" label={t('start')}>
            {(control) => <ZonedDateTime {...control} zoneFixed />}
          </FormField>
          <FormField<LocalTime> group name="end" label={t('end')}>
            {(control) => <ZonedDateTime {...control} zoneFixed />}
          </FormField>
        </>
      )}
    </>
  );
}
