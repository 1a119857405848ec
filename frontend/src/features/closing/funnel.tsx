import type { Closing } from './api';
import messages from './messages.en.json';
import { formatCount } from '@/lib/format/quantity';
import { useText } from '@/lib/i18n/use-text';
import { ProgressBar } from '@/ui/progress';

const STEPS = ['registered', 'joined', 'met', 'certified'] as const;

/** Each step with its count, and how many were lost before it. */
export function Funnel({ funnel }: { funnel: Closing['funnel'] }) {
  const t = useText(messages);
  return (
    <ol className="space-y-5">
      {STEPS.map((step, at) => {
        const before = at === 0 ? funnel.registered : funnel[STEPS[at - 1] ?? 'registered'];
        const lost = Math.max(0, before - funnel[step]);
        return (
          <li key={step}>
            <ProgressBar
              label={t.of('step', step)}
              value={funnel[step]}
              max={funnel.registered}
              tone={step === 'certified' ? 'success' : 'accent'}
              text={lost === 0 ? formatCount(funnel[step]) : t('lost', { n: funnel[step], lost })}
            />
          </li>
        );
      })}
    </ol>
  );
}
