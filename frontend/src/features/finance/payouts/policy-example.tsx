import type { Rung } from './api';
import messages from '@/features/finance/messages.en.json';
import { exponentOf, formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { Money } from '@/ui/quantities';

const percentOf = (bp: number): number => bp / 100;

/** From the longest notice down, and at the end nothing. */
export function RungList({ rungs, currency }: { rungs: Rung[]; currency: string }) {
  const t = useText(messages);
  const last = rungs.at(-1);
  return (
    <ol className="space-y-1">
      {rungs.map(({ min_hours_before: hours, percent_bp: bp, keep_minor: keep = 0 }) => (
        <li key={hours}>
          {t('rung', { notice: noticeOf(hours, t), percent: percentOf(bp) })}
          {keep > 0 && <span className="text-ink-muted"> {t('rung.keep', { amount: formatMoney(keep, currency) })}</span>}
        </li>
      ))}
      {last === undefined ? <li>{t('rung.none')}</li> : last.min_hours_before > 0 && <li>{t('rung.later')}</li>}
    </ol>
  );
}

interface Words {
  (key: 'notice.days' | 'notice.hours', values: { n: number }): string;
  (key: 'notice.start'): string;
}

function noticeOf(hours: number, t: Words): string {
  if (hours === 0) return t('notice.start');
  return hours % 24 === 0 ? t('notice.days', { n: hours / 24 }) : t('notice.hours', { n: hours });
}

/** So that a promise is not only percentages: one ticket of a hundred, before each rung ends. */
export function PolicyExample({ rungs, currency }: { rungs: Rung[]; currency: string }) {
  const t = useText(messages);
  const price = 100 * 10 ** exponentOf(currency);
  if (rungs.length === 0) return null;
  return (
    <div className="rounded-control bg-sunken p-4 text-14">
      <p className="font-semibold">{t('example', { price: formatMoney(price, currency) })}</p>
      <dl className="mt-2 grid grid-cols-[1fr_auto] gap-x-6 gap-y-1">
        {rungs.map((rung) => (
          <div key={rung.min_hours_before} className="contents">
            <dt className="text-ink-muted">{t('example.cancels', { notice: noticeOf(rung.min_hours_before, t) })}</dt>
            <dd className="text-end">
              <Money amount={given(price, rung)} currency={currency} />
            </dd>
          </div>
        ))}
        {rungs.every(({ min_hours_before: hours }) => hours > 0) && (
          <div className="contents">
            <dt className="text-ink-muted">{t('example.later')}</dt>
            <dd className="text-end">
              <Money amount={0} currency={currency} />
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}

/** Half up, never below nothing; the server works out the real sum from what was paid. */
export function given(price: number, { percent_bp: bp, keep_minor: keep = 0 }: Rung): number {
  return Math.max(0, Math.floor((price * bp + 5000) / 10_000) - keep);
}
