import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PlanForm } from './plan-form';
import { Preview } from './preview';
import { isRunning } from './standing';
import type { Choice } from './wish';
import { billing, type Interval, type PlanQuote } from '@/features/billing/api';
import messages from '@/features/billing/messages.en.json';
import { isPaid } from '@/features/billing/offer';
import { useText } from '@/lib/i18n/use-text';
import type { PlanCode, Subscription } from '@/lib/plan/subscription';
import { Dialog } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { SkeletonRows } from '@/ui/skeleton';

/** What is filled in beforehand. */
export interface Wish {
  plan?: PlanCode;
  interval?: Interval;
  seats?: number | null;
}

interface Props {
  subscription: Subscription;
  wish: Wish;
  onClose: () => void;
}

/** Chooses a plan: a running one is previewed to the cent before it changes, others are tried or bought. */
export function PlanDialog({ subscription, wish, onClose }: Props) {
  const t = useText(messages);
  const running = isRunning(subscription);
  const { data, error, refetch } = useQuery(billing.plans);
  const [chosen, setChosen] = useState<Choice | null>(null);
  const [quote, setQuote] = useState<PlanQuote | null>(null);
  return (
    <Dialog open size="medium" onClose={onClose} title={t(running ? 'change' : 'choose')} description={t(running ? 'changeBody' : 'chooseBody')}>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <SkeletonRows />
      ) : quote !== null && chosen !== null ? (
        <Preview quote={quote} present={subscription} choice={chosen} onBack={() => setQuote(null)} onAgain={setQuote} onDone={onClose} />
      ) : (
        <PlanForm
          plans={data.data.filter(isPaid)}
          subscription={subscription}
          wish={{ ...wish, ...chosen }}
          onQuoted={(choice, made) => {
            setChosen(choice);
            setQuote(made);
          }}
          onDone={onClose}
        />
      )}
    </Dialog>
  );
}
