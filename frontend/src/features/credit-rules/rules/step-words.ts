/** The stored steps of the engine in the reader's words (CR-4). */
import type { Step } from '@/features/credit-rules/api';
import { toCredits } from '@/features/credit-rules/amounts';
import type messages from '@/features/credit-rules/messages.en.json';
import type { Text } from '@/lib/i18n/use-text';

type Words = Text<keyof typeof messages>;

const minutes = (seconds: number) => Math.floor(seconds / 60);

/** Tenths, fifths, quarters; any other step by its size. */
export function incrementInWords(t: Words, thousandths: number): string {
  switch (thousandths) {
    case 100: return t('increment.100');
    case 200: return t('increment.200');
    case 250: return t('increment.250');
    case 500: return t('increment.500');
    case 1000: return t('increment.1000');
    default: return t('increment.other', { size: toCredits(thousandths) });
  }
}

/** A step that changes nothing has no words. */
export function stepInWords(t: Words, step: Step): string | null {
  switch (step.step) {
    case 'take': {
      const taken = t('step.take', { counted: minutes(step.counted_seconds), scheduled: minutes(step.scheduled_seconds) });
      return step.taught_seconds > 0 ? `${taken}, ${t('step.taught', { n: minutes(step.taught_seconds) })}` : taken;
    }
    case 'capped': return t('step.capped', { at: toCredits(step.at), by: t(`by.${step.by}`), n: minutes(step.counted_seconds) });
    case 'evaluation': return t('step.evaluation', { n: minutes(step.seconds) });
    case 'present': return presence(t, step);
    case 'convert': return t('step.convert', { unit: minutes(step.unit_seconds), exact: Math.floor(step.exact.numerator / step.exact.denominator) / 1000 });
    case 'round': return t('step.round', { step: incrementInWords(t, step.increment), how: t(`rounding.${step.rounding}`), credits: toCredits(step.credits) });
    case 'least': return t('step.least', { least: toCredits(step.first_award) });
    case 'checks': return t('step.checks', { answered: step.answered, required: step.required, credits: toCredits(step.credits) });
    case 'ceiling': return t('step.ceiling', { at: toCredits(step.at), by: t(`by.${step.by}`), credits: toCredits(step.credits) });
    case 'claim': return t('step.claim', { claimed: toCredits(step.claimed), credits: toCredits(step.credits) });
    case 'split': return step.lines.map(({ category, credits }) => `${category} ${toCredits(credits)}`).join(', ') || null;
  }
}

function presence(t: Words, { rule, needed_percent: needed, per_mille: mille, seconds }: Extract<Step, { step: 'present' }>): string | null {
  const share = mille / 10;
  if (rule === 'none') return null;
  if (rule === 'ladder') return t('step.ladder', { share, n: minutes(seconds) });
  if (needed === 0) return t('step.share', { share });
  return t(seconds === 0 ? 'step.tooLittle' : 'step.needed', { share, needed });
}
