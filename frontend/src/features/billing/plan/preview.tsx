import { useEffect, useRef, type ReactNode } from 'react';
import { lineWords } from './line-words';
import type { Choice } from './wish';
import { useChangePlan, useQuote, type PlanQuote } from '@/features/billing/api';
import messages from '@/features/billing/messages.en.json';
import { formatMoney } from '@/lib/format/money';
import { isProblem } from '@/lib/http/problem';
import { useText, type Text } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import type { Subscription } from '@/lib/plan/subscription';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { Money, When } from '@/ui/quantities';

interface Props {
  quote: PlanQuote;
  /** The plan that runs. */
  present: Pick<Subscription, 'plan' | 'interval'>;
  choice: Choice;
  onBack: () => void;
  onAgain: (quote: PlanQuote) => void;
  onDone: () => void;
}

/** What the change costs, to the cent, and only that is paid: another amount is refused (BI-15). */
export function Preview({ quote, present, choice, onBack, onAgain, onDone }: Props) {
  const t = useText(messages);
  const org = useOrganization();
  const change = useChangePlan(org.id);
  const again = useQuote(org.id);
  const now = quote.when === 'now';
  const { plan, interval, seats } = choice;
  const stale = isProblem(change.error) && change.error.is('quote-changed', 'quote-expired');
  const confirm = () =>
    change.mutate(quote.id, {
      onSuccess: ({ action_url: bank }) => {
        if (bank != null) {
          globalThis.location.assign(bank);
          return;
        }
        toast(t(now ? 'changed' : 'scheduledDone', { plan: t.of('plan', plan) }));
        onDone();
      },
    });
  const ask = () => again.mutate({ plan, interval, ...(seats !== null && { seats }) }, { onSuccess: (made) => { change.reset(); onAgain(made); } });
  return (
    <div className="space-y-5">
      <Sum quote={quote} present={present} choice={choice} />
      {change.error && (
        <ErrorState inline error={change.error} actions={stale ? <Button busy={again.isPending} onClick={ask}>{t('previewAgain')}</Button> : undefined} />
      )}
      {again.error && <ErrorState inline error={again.error} />}
      <div className="flex flex-col-reverse gap-3 sm:flex-row">
        <Button variant="quiet" onClick={onBack}>
          {t('back')}
        </Button>
        <Button variant="primary" busy={change.isPending} onClick={confirm}>
          {!now ? t('schedule') : quote.due_now.amount > 0 ? t('confirmPay', { amount: formatMoney(quote.due_now.amount, quote.due_now.currency) }) : t('confirm')}
        </Button>
      </div>
    </div>
  );
}

function effectOf(when: PlanQuote['when'], onlySeats: boolean, plan: string, t: Text<keyof typeof messages>): string {
  if (onlySeats) return t(when === 'now' ? 'effectNow.seats' : 'effectLater.seats');
  return t(when === 'now' ? 'effectNow' : 'effectLater', { plan });
}

function Sum({ quote, present, choice }: Pick<Props, 'quote' | 'present' | 'choice'>) {
  const t = useText(messages);
  const { when, lines, due_now: due, next_amount: next, expires_at: until } = quote;
  const first = useRef<HTMLParagraphElement>(null);
  // The form that was here is gone with the button that was pressed; what it led to is read next.
  useEffect(() => first.current?.focus(), []);
  const onlySeats = present.plan === choice.plan && present.interval === choice.interval;
  const words = lineWords(lines, { from: t.of('plan', present.plan), to: t.of('plan', choice.plan), seat: t('seatName'), onlySeats });
  const tax = due.amount - lines.reduce((sum, { amount }) => sum + amount.amount, 0);
  return (
    <div className="space-y-3">
      <p ref={first} tabIndex={-1} className="outline-none">{effectOf(when, onlySeats, t.of('plan', choice.plan), t)}</p>
      <dl className="grid gap-2" aria-label={t('previewTitle')}>
        {when === 'now' && lines.map(({ description, amount }, at) => (
          <Line key={`${description}${String(at)}`} label={words[at]}>
            <Money {...amount} />
          </Line>
        ))}
        {when === 'now' && tax > 0 && (
          <Line label={t('tax')}>
            <Money amount={tax} currency={due.currency} />
          </Line>
        )}
        <Line strong label={t('dueNow')}>
          <Money {...due} />
        </Line>
        <Line label={t(`next.${choice.interval}`)}>
          <Money {...next} />
        </Line>
      </dl>
      <p className="text-14 text-ink-muted">{t.rich('previewUntil', { when: <When at={until} style="time" /> })}</p>
    </div>
  );
}

function Line({ label, strong = false, children }: { label: ReactNode; strong?: boolean; children: ReactNode }) {
  return (
    <div className={strong ? 'flex flex-wrap justify-between gap-x-6 border-t border-line pt-3 text-18 font-semibold' : 'flex flex-wrap justify-between gap-x-6'}>
      <dt className={strong ? undefined : 'min-w-0 text-ink-muted'}>{label}</dt>
      <dd className="ms-auto tabular-nums">{children}</dd>
    </div>
  );
}
