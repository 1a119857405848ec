import messages from './messages.en.json';
import { refundSteps } from './refund-steps';
import type { Schema } from '@/api/contract';
import { formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { When } from '@/ui/quantities';

interface Props {
  terms: Schema<'RefundTerms'>;
  event: { starts_at: string; time_zone: string; registration: { cancel_until_minutes: number } };
  currency: string;
  /** The buyer pays fees on top of the ticket. */
  fees: boolean;
  now?: Date;
}

/** What one gets back who gives the place up, said before it is paid for (RF-1, RF-3). */
export function RefundTerms({ terms, event, currency, fees, now = new Date() }: Props) {
  const t = useText(messages);
  const steps = refundSteps(terms.rungs, { startsAt: event.starts_at, cancelUntilMinutes: event.registration.cancel_until_minutes, now });
  const last = steps.at(-1);
  return (
    <div className="space-y-1 text-14 text-ink-muted">
      <h3 className="font-semibold text-ink">{t('title')}</h3>
      {!terms.self_cancel ? (
        <p>{t('notSelf')}</p>
      ) : last === undefined ? (
        <p>{t('nothing')}</p>
      ) : (
        <>
          <ul className="list-disc space-y-1 ps-5">
            {steps.map(({ until, start, percent, keep }) => {
              const back = keep > 0 ? t('backLess', { percent, keep: formatMoney(keep, currency) }) : t('back', { percent });
              return <li key={until}>{start ? t('untilStart', { back }) : t.rich('until', { back, when: <When key="w" at={until} zone={event.time_zone} /> })}</li>;
            })}
            {!last.start && <li>{t('later')}</li>}
          </ul>
          {fees && <p>{t(terms.fees_refundable ? 'fees' : 'noFees')}</p>}
        </>
      )}
    </div>
  );
}
