import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';

/** Whatever was compared, as it is: a number, a word or a few named values. */
export function Value({ value }: { value: unknown }) {
  const t = useText(messages);
  if (value === null || value === undefined) return <span className="whitespace-nowrap text-ink-muted">{t('value.nothing')}</span>;
  if (typeof value !== 'object') return <span className="font-mono text-14 wrap-anywhere">{JSON.stringify(value).replace(/^"|"$/g, '')}</span>;
  return (
    <dl className="grid min-w-32 gap-x-3 text-14">
      {Object.entries(value).map(([name, one]) => (
        <div key={name} className="flex flex-wrap gap-x-2">
          <dt className="text-ink-muted">{name}</dt>
          <dd className="min-w-0 font-mono wrap-anywhere">{typeof one === 'string' ? one : JSON.stringify(one)}</dd>
        </div>
      ))}
    </dl>
  );
}
