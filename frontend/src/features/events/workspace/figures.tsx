import messages from './messages.en.json';
import type { Event } from '@/features/events/api';
import { formatCount } from '@/lib/format/quantity';
import { useText } from '@/lib/i18n/use-text';
import { Panel } from '@/ui/panel';

/** Figures are the server's, never counted from rows on the screen (UX-13). */
export function Figures({ event: { counts, capacity, seats_taken: taken, waitlist_max: waitlist } }: { event: Event }) {
  const t = useText(messages);
  const left = capacity == null ? t('noLimit') : formatCount(Math.max(0, capacity - taken));
  const items = [
    { label: t('confirmed'), value: capacity == null ? formatCount(counts.confirmed) : t('ofCapacity', { taken: counts.confirmed, capacity }) },
    { label: t('seatsLeft'), value: left },
    ...(waitlist > 0 || counts.waitlisted > 0 ? [{ label: t('waiting'), value: formatCount(counts.waitlisted) }] : []),
    { label: t('cancelled'), value: formatCount(counts.cancelled) },
  ];
  return (
    <Panel title={t('figures')}>
      <dl className="grid grid-cols-2 gap-4">
        {items.map(({ label, value }) => (
          <div key={label}>
            <dt className="text-14 text-ink-muted">{label}</dt>
            <dd className="text-24 font-semibold tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
