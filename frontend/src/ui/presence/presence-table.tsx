import messages from './messages.en.json';
import type { PresenceBarProps } from './presence-bar';
import { formatExactDuration } from '@/lib/format/quantity';
import { formatWhen } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';

/** The same facts as the bars, for reading and for screen readers (UX-35). */
export function PresenceTable({ name, zone, window, breaks = [], lanes, counted }: PresenceBarProps) {
  const t = useText(messages);
  const rows = [
    { label: t('window'), intervals: [window] },
    ...lanes.map(({ label, intervals }) => ({ label, intervals })),
    { label: t('break'), intervals: breaks },
    { label: t('counted'), intervals: counted },
  ].flatMap(({ label, intervals }) => intervals.map((interval) => ({ label, ...interval })));
  return (
    <div className="overflow-x-auto rounded-control border border-line">
      <table className="w-full border-collapse text-14 tabular-nums [&_td]:px-3 [&_td]:py-1.5 [&_th]:px-3 [&_th]:py-2 [&_th]:text-start">
        <caption className="sr-only">{t('presenceOf', { name })}</caption>
        <thead className="bg-sunken text-ink-muted">
          <tr>
            <th scope="col">{t('source')}</th>
            <th scope="col">{t('from')}</th>
            <th scope="col">{t('to')}</th>
            <th scope="col" className="text-end!">
              {t('time')}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map(({ label, from, to }) => (
            <tr key={label + from}>
              <th scope="row" className="font-semibold">
                {label}
              </th>
              <td>{formatWhen(from, zone, 'exact')}</td>
              <td>{formatWhen(to, zone, 'exact')}</td>
              <td className="text-end">{formatExactDuration((Date.parse(to) - Date.parse(from)) / 1000)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
