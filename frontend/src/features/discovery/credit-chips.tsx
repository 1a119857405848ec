import { Award } from 'lucide-react';
import type { Card } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Credits } from '@/ui/quantities';

/** The most that can be earned, by body; an application is never shown as an approval. */
export function CreditChips({ credits }: { credits: Card['credits'] }) {
  const t = useText(messages);
  if (credits.length === 0) return null;
  return (
    <ul aria-label={t('credits')} className="flex flex-wrap gap-2">
      {credits.map(({ body, type, amount, state }) => (
        <li key={body + type} className="inline-flex items-center gap-1.5 rounded-chip bg-accent-soft px-2 py-0.5 text-14 text-on-accent-soft">
          <Award aria-hidden className="size-4 shrink-0" />
          <span>
            <strong className="font-semibold">
              <Credits amount={amount} unit={type} />
            </strong>{' '}
            · {body}
            {state === 'applied_for' && ` · ${t('credit.appliedShort')}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
