import type { Entry } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';

const show = (value: unknown) => (value === undefined || value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value));

/** The log keeps settings and ids as they were; their shape is that of what was changed. */
function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** What stood there before and after, field by field; what stayed is left out. */
export function Changes({ entry }: { entry: Entry }) {
  const t = useText(messages);
  const [before, after] = [fieldsOf(entry.before), fieldsOf(entry.after)];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => show(before[key]) !== show(after[key]));
  if (keys.length === 0) return null;
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded-chip text-accent">{t('changes', { n: keys.length })}</summary>
      <dl className="mt-1 space-y-1">
        {keys.map((key) => (
          <div key={key} className="wrap-anywhere">
            <dt className="inline font-semibold">{key.replace(/_/g, ' ')}: </dt>
            <dd className="inline">{t('change', { before: show(before[key]), after: show(after[key]) })}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
