import type messages from './messages.en.json';
import type { Detail } from '@/features/presence/api';
import { formatExactDuration } from '@/lib/format/quantity';
import type { Text } from '@/lib/i18n/use-text';

type Steps = Detail['reading'][number]['steps'];

/** What was seen, then only the rules that changed it, each with how much it gave or took. */
export function derivationOf(steps: Steps, t: Text<keyof typeof messages>): string[] {
  return steps.flatMap(({ rule, seconds }, at) => {
    if (at === 0) return [t('step.seen', { seen: formatExactDuration(seconds) })];
    const change = seconds - (steps[at - 1]?.seconds ?? 0);
    if (change === 0) return [];
    const by = formatExactDuration(Math.abs(change));
    return [t(change > 0 ? 'step.more' : 'step.less', { rule: t.of('rule', rule), by })];
  });
}
