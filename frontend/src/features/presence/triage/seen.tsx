import messages from './messages.en.json';
import type { Participant } from './participants';
import type { Event } from '@/features/presence/api';
import { formatWhen } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { frameOf, type Interval } from '@/lib/presence-geometry';
import { Axis } from '@/ui/presence/axis';
import { PresenceBar } from '@/ui/presence/presence-bar';
import { Duration } from '@/ui/quantities';

const isWhole = (one: { from?: string | null; to?: string | null }): one is Interval => one.from != null && one.to != null;

/** When it was there, against the time of the event. */
export function Seen({ event, participant: { segments, total_seconds: total, display_name: name } }: { event: Event; participant: Participant }) {
  const t = useText(messages);
  const window = { from: event.starts_at, to: event.ends_at };
  const clock = (at: string | null | undefined) => (at == null ? t('unrecorded') : formatWhen(at, event.time_zone, 'exact'));
  if (segments.length === 0) return <p className="text-ink-muted">{t('neverSeen')}</p>;
  return (
    <div className="space-y-2">
      <Axis frame={frameOf(window, [])} zone={event.time_zone} />
      <PresenceBar compact name={name ?? t('nameless')} zone={event.time_zone} window={window} counted={[]} lanes={[{ id: 'seen', label: '', kind: 'zoom', intervals: segments.filter(isWhole) }]} />
      <p className="text-14 text-ink-muted tabular-nums">
        {segments.map(({ from, to }) => t('stay', { from: clock(from), to: clock(to) })).join(', ')}
        {' · '}
        {t.rich('inAll', { time: <Duration key="t" exact seconds={total} /> })}
      </p>
    </div>
  );
}
