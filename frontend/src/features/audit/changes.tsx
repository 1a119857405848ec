import type { Entry } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';

const show = (value: unknown) => (value === undefined || value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value));

/** The object, and what stood there before and after. */
export function Changes({ entry: { target, before, after } }: { entry: Entry }) {
  const t = useText(messages);
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return (
    <div className="space-y-1 text-ink-muted">
      <p className="wrap-anywhere">
        {target.kind} <code className="font-mono text-12">{target.id}</code>
      </p>
      {keys.length > 0 && (
        <details>
          <summary className="cursor-pointer text-accent">{t('changes', { n: keys.length })}</summary>
          <dl className="mt-1 space-y-1">
            {keys.map((key) => (
              <div key={key} className="wrap-anywhere">
                <dt className="inline font-semibold">{key}: </dt>
                <dd className="inline">{t('change', { before: show(before?.[key]), after: show(after?.[key]) })}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}
