/** What may be done with a subscription where it stands now. */
import type { OfferedPlan } from '@/features/billing/api';
import type { Subscription } from '@/lib/plan/subscription';

/** It is paid for and can be changed with a preview; others are bought on the vendor's page. */
export const isRunning = ({ status, interval }: Subscription): boolean =>
  status === 'active' || status === 'past_due' || (status === 'trialing' && interval != null);

/** The card has to be settled before anything else is bought or changed. */
export const isStuck = ({ status }: Subscription): boolean => status === 'unpaid' || status === 'paused';

/** Nothing was bought yet. */
export const isOnTrial = ({ status, access, interval }: Subscription): boolean => status === 'trialing' && access === 'full' && interval == null;

export type Standing = Subscription['status'] | 'granted' | 'trialOver';

/** The word for it: a plan that was given counts as free, and a trial that ended as a trial. */
export function standingOf({ status, access, interval, granted_until: granted }: Subscription): Standing {
  if (status === 'free' && granted != null) return 'granted';
  return status === 'trialing' && access !== 'full' && interval == null ? 'trialOver' : status;
}

/** A first trial, or another plan for the rest of the running one (BI-4). */
export function mayTry(subscription: Subscription, plan: OfferedPlan | undefined): boolean {
  if (plan === undefined || plan.trial_days === 0) return false;
  return subscription.trial_available || (isOnTrial(subscription) && plan.plan !== subscription.plan);
}

export const seatsOf = ({ seats: { included, paid } }: Subscription): number => included + paid;

export function mayAddSeat(subscription: Subscription): boolean {
  const { max, price } = subscription.seats;
  return isRunning(subscription) && price != null && (max == null || seatsOf(subscription) < max);
}
