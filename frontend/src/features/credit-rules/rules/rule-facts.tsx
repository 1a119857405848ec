import { factsOf } from './facts-of';
import type { Parameters } from '@/features/credit-rules/api';
import messages from '@/features/credit-rules/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Facts } from '@/ui/panel';

/** Everything that the rules say, in words; what they leave open is left out. */
export function RuleFacts({ rules }: { rules: Parameters }) {
  const t = useText(messages);
  return (
    <div className="space-y-6">
      {factsOf(t, rules).map(({ heading, items }) => (
        <section key={heading} className="space-y-3" aria-label={t(heading)}>
          <h3 className="font-semibold text-ink-muted">{t(heading)}</h3>
          <Facts columns={2} items={items} />
        </section>
      ))}
    </div>
  );
}
