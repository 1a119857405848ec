import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Money } from '@/ui/quantities';

type Sum = Parameters<typeof Money>[0];

function isMoney(value: unknown): value is Sum {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false;
  const { amount, currency } = value as Partial<Sum>;
  return Number.isSafeInteger(amount) && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency);
}

/** Whatever was compared, as it is: an amount, a number, a word or a few named values. */
export function Value({ value }: { value: unknown }) {
  const t = useText(messages);
  if (value === null || value === undefined) return <span className="whitespace-nowrap text-ink-muted">{t('value.nothing')}</span>;
  if (isMoney(value)) return <Money {...value} />;
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
