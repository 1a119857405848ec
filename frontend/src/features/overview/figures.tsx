import type { Dashboard } from './api';
import messages from './messages.en.json';
import { formatCount } from '@/lib/format/quantity';
import { useText } from '@/lib/i18n/use-text';
import { Panel } from '@/ui/panel';

export function Figures({ dashboard: { events, registrations, people_present: present } }: { dashboard: Dashboard }) {
  const t = useText(messages);
  const items = [
    { label: t('figure.open'), value: events.published + events.live },
    { label: t('figure.toClose'), value: events.completed },
    { label: t('figure.confirmed'), value: registrations.confirmed },
    { label: t('figure.present'), value: present },
  ];
  return (
    <Panel title={t('figures')}>
      <dl className="grid grid-cols-2 gap-4">
        {items.map(({ label, value }) => (
          <div key={label} className="flex flex-col-reverse justify-end">
            <dt className="text-14 text-ink-muted">{label}</dt>
            <dd className="text-30 font-semibold tabular-nums">{formatCount(value)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
