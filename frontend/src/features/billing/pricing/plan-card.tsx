import { useId } from 'react';
import type { Interval, OfferedPlan } from '@/features/billing/api';
import { LimitLines } from '@/features/billing/limit-lines';
import messages from '@/features/billing/messages.en.json';
import { isPaid, priceOf, savedInYear, type Price } from '@/features/billing/offer';
import { useText } from '@/lib/i18n/use-text';
import { Money } from '@/ui/quantities';
import { ButtonLink } from '@/ui/text-link';

interface Props {
  plan: OfferedPlan;
  interval: Interval;
  currency: string;
  to: string;
  /** The reader has an organization already. */
  known: boolean;
}

export function PlanCard({ plan, interval, currency, to, known }: Props) {
  const t = useText(messages);
  const id = useId();
  const trial = plan.trial_days > 0;
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-5 rounded-control border border-line bg-surface p-5 shadow-raised">
      <div className="space-y-1">
        <h2 id={id} className="text-20 font-bold">
          {plan.name}
        </h2>
        <p className="text-14 text-ink-muted md:min-h-10">{t.of('about', plan.plan)}</p>
      </div>
      <PriceTag plan={plan} interval={interval} currency={currency} />
      <div className="flex-1">
        <LimitLines plan={plan} />
      </div>
      <div className="space-y-2">
        {trial && <p className="text-14 text-ink-muted">{t('trialDays', { n: plan.trial_days })}</p>}
        <ButtonLink wide variant={plan.plan === 'organizer' ? 'primary' : 'secondary'} to={to} aria-describedby={id}>
          {trial ? t('startTrial') : isPaid(plan) ? t('choose') : t(known ? 'title' : 'startFree')}
        </ButtonLink>
      </div>
    </section>
  );
}

function PriceTag({ plan, interval, currency }: Omit<Props, 'to' | 'known'>) {
  const t = useText(messages);
  if (!isPaid(plan)) return <p className="text-24 md:min-h-18 font-bold">{t('free')}</p>;
  const price = priceOf(plan, interval, currency);
  if (price === null) return <p className="text-ink-muted md:min-h-18">{t(`notIn.${interval}`, { currency })}</p>;
  const saved = interval === 'year' ? savedInYear(plan, currency) : null;
  return (
    <div className="md:min-h-18">
      <p>
        <span className="text-24 font-bold">
          <Money {...price.amount} />
        </span>{' '}
        <span className="text-14 text-ink-muted">{t(`per.${interval}`)}</span>
      </p>
      <Seat seat={price.seat} interval={interval} />
      {saved !== null && <p className="text-14 text-success">{t.rich('saved', { amount: <Money {...saved} /> })}</p>}
    </div>
  );
}

function Seat({ seat, interval }: { seat: Price['seat']; interval: Interval }) {
  const t = useText(messages);
  return seat === null ? null : <p className="text-14 text-ink-muted">{t.rich(`seat.${interval}`, { price: <Money {...seat} /> })}</p>;
}
