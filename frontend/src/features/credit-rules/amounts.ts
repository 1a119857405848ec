/** Credits travel as integer thousandths and are typed as decimals; times as seconds and typed as minutes. */

export const DECIMALS = 3;

export const toCredits = (thousandths: number): number => thousandths / 1000;
export const ofCredits = (credits: number): number => Math.round(credits * 1000);
export const toCreditsOrNone = (thousandths: number | null | undefined): number | null => (thousandths == null ? null : toCredits(thousandths));
export const ofCreditsOrNone = (credits: number | null): number | null => (credits === null ? null : ofCredits(credits));

export const toMinutes = (seconds: number): number => seconds / 60;
export const ofMinutes = (minutes: number): number => Math.round(minutes * 60);
