import { Award, CircleDashed } from 'lucide-react';
import type { EventDetails } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Credits } from '@/ui/quantities';

/** Credits per body with the wording that the body prescribes; applied for is never approved. */
export function CreditList({ credits }: { credits: EventDetails['credits'] }) {
  const t = useText(messages);
  if (credits.length === 0) return null;
  return (
    <section aria-label={t('credits')} className="space-y-3 rounded-control bg-accent-soft p-4 text-on-accent-soft">
      {credits.map(({ designation_id: id, body, type, amount, state, statement }) => (
        <div key={id} className="flex gap-3">
          {state === 'applied_for' ? <CircleDashed aria-hidden className="mt-1 size-5 shrink-0" /> : <Award aria-hidden className="mt-1 size-5 shrink-0" />}
          <div className="min-w-0">
            <p className="text-18 font-semibold">{t.rich('credit.upTo', { credits: <Credits key="c" amount={amount} unit={type} /> })}</p>
            <p className="text-14">
              {body} · {t(`credit.${state}`)}
            </p>
            {statement != null && <p className="mt-1 text-14">{statement}</p>}
          </div>
        </div>
      ))}
    </section>
  );
}
