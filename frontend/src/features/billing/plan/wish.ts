/** What a person chooses in the dialog of the plan, and how it begins. */
import * as z from 'zod/mini';
import { seatsOf } from './standing';
import type { Wish } from './plan-dialog';
import type { Interval, OfferedPlan } from '@/features/billing/api';
import type messages from '@/features/billing/messages.en.json';
import { nearestCurrency } from '@/features/billing/offer';
import type { Text } from '@/lib/i18n/use-text';
import type { PlanCode, Subscription } from '@/lib/plan/subscription';

export interface Choice {
  plan: PlanCode;
  interval: Interval;
  currency: string;
  /** Together; null for plans that have no more than the included ones. */
  seats: number | null;
}

export const hasMoreSeats = ({ included_seats: included, max_seats: max }: OfferedPlan): boolean => max == null || max > included;

export function choiceOf(plans: OfferedPlan[], subscription: Subscription, wish: Wish): Choice {
  const plan = wish.plan ?? (plans.some(({ plan: code }) => code === subscription.plan) ? subscription.plan : 'organizer');
  return {
    plan,
    interval: wish.interval ?? subscription.interval ?? 'month',
    // The currency of a subscription stays (BI-20).
    currency: subscription.amount?.currency ?? nearestCurrency(plans, ''),
    seats: wish.seats ?? seatsOf(subscription),
  };
}

export function schemaOf(plans: OfferedPlan[], t: Text<keyof typeof messages>) {
  return z
    .object({
      plan: z.custom<PlanCode>(),
      interval: z.custom<Interval>(),
      currency: z.string(),
      seats: z.nullable(z.number(t('seatsWrong'))),
    })
    .check(
      z.refine(
        ({ plan: code, seats }) => {
          const plan = plans.find((one) => one.plan === code);
          if (plan === undefined || !hasMoreSeats(plan)) return true;
          return seats !== null && Number.isInteger(seats) && seats >= plan.included_seats && (plan.max_seats == null || seats <= plan.max_seats);
        },
        { error: t('seatsWrong'), path: ['seats'] },
      ),
    );
}

/** The body of a quote or a checkout: seats are only said where there is a choice. */
export function wishedSeats(plans: OfferedPlan[], { plan: code, seats }: Choice): { seats?: number } {
  const plan = plans.find((one) => one.plan === code);
  return plan !== undefined && hasMoreSeats(plan) && seats !== null ? { seats } : {};
}
