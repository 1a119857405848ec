/** Durations and credits: integers and decimal strings in, words with units out. */
import messages from './messages.en.json';
import { textOf } from '@/lib/i18n/use-text';
import { formatLocale } from '@/lib/i18n/locale';

/** "1 h 44 min", "52 min", "40 s": whole units, down, since a duration is never rounded up. */
export function formatDuration(seconds: number): string {
  const t = textOf(messages);
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return t('seconds', { n: whole });
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (hours === 0) return t('minutes', { n: minutes });
  return minutes === 0 ? t('hours', { n: hours }) : `${t('hours', { n: hours })} ${t('minutes', { n: minutes })}`;
}

/** "1.5 RCP external": credits keep the digits that the server sent and always carry their unit. */
export function formatCredits(amount: string | number, unit: string): string {
  const digits = String(amount).split('.')[1]?.length ?? 0;
  const number = new Intl.NumberFormat(formatLocale(), { minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 2) });
  return `${number.format(Number(amount))} ${unit}`;
}

/** "1 h 4 min 59 s": to the second, where a second decides or explains. */
export function formatExactDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const rest = whole % 60;
  if (whole < 60 || rest === 0) return formatDuration(whole);
  return `${formatDuration(whole)} ${formatDuration(rest)}`;
}

export function formatCount(count: number): string {
  return new Intl.NumberFormat(formatLocale()).format(count);
}
