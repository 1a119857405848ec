import { useId, type FocusEvent } from 'react';
import { Combobox } from './combobox';
import type { ControlProps } from './field';
import { TextInput } from './text-input';
import { clockChange, moments, type LocalTime } from '@/lib/format/clock-change';
import { formatWhen, formatZone } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import messages from '@/ui/form/messages.en.json';

interface Props extends Partial<ControlProps> {
  value: LocalTime;
  onChange: (value: LocalTime) => void;
  onBlur?: () => void;
  /** The zone stands elsewhere in the form and is not asked again. */
  zoneFixed?: boolean;
}

const zones = (): { value: string; label: string; hint: string }[] =>
  Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: formatZone(zone), hint: zone }));

let known: ReturnType<typeof zones> | null = null;

export function ZoneSelect(props: Partial<ControlProps> & { value: string; onChange: (zone: string) => void; onBlur?: () => void }) {
  known ??= zones();
  const options = known.some(({ value }) => value === props.value)
    ? known
    : [{ value: props.value, label: formatZone(props.value), hint: props.value }, ...known];
  return <Combobox {...props} options={options} />;
}

/** Date, time and zone of an editor: typed first; nights with a clock change are explained. */
export function ZonedDateTime({ value, onChange, onBlur, zoneFixed = false, id, ...control }: Props) {
  const t = useText(messages);
  const own = useId();
  const label = 'mb-1 block text-14 text-ink-muted';
  // The group is left, not its fields: what is still empty beside the first is no mistake yet.
  const leave = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
    if (!currentTarget.contains(relatedTarget)) onBlur?.();
  };
  return (
    <div className="space-y-2" onBlur={leave}>
      <div className="grid gap-3 min-[26rem]:grid-cols-[minmax(0,1fr)_9rem] md:grid-cols-[12rem_9rem_minmax(0,1fr)]">
        <div>
          <label htmlFor={id ?? `${own}-date`} className={label}>
            {t('date')}
          </label>
          <TextInput {...control} id={id ?? `${own}-date`} type="date" value={value.date} onChange={({ target }) => onChange({ ...value, date: target.value })} />
        </div>
        <div>
          <label htmlFor={`${own}-time`} className={label}>
            {t('time')}
          </label>
          <TextInput {...control} id={`${own}-time`} type="time" value={value.time} onChange={({ target }) => onChange({ ...value, time: target.value })} />
        </div>
        {!zoneFixed && (
          <div className="min-[26rem]:max-md:col-span-2">
            <label htmlFor={`${own}-zone`} className={label}>
              {t('zone')}
            </label>
            <ZoneSelect {...control} id={`${own}-zone`} value={value.zone} onChange={(zone) => onChange({ ...value, zone })} />
          </div>
        )}
      </div>
      <Explained value={value} />
    </div>
  );
}

function Explained({ value }: { value: LocalTime }) {
  const t = useText(messages);
  const [at] = moments(value);
  const change = clockChange(value);
  const said = { time: value.time, zone: formatZone(value.zone, at) };
  return (
    <p aria-live="polite" className="min-h-5 text-14 text-ink-muted">
      {change !== 'gap' && at !== undefined && formatWhen(at, value.zone, 'long')}
      {change !== null && <span className="block font-semibold text-warning">{t(change === 'gap' ? 'gap' : 'overlap', said)}</span>}
    </p>
  );
}
