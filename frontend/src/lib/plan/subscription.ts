/** The plan of an organization: asked by its page, by the banners and wherever a limit meets work. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';
import { isProblem } from '@/lib/http/problem';
import { useOnce } from '@/lib/http/use-once';

export type Subscription = Schema<'PlanSubscription'>;
export type PlanCode = Schema<'PlanCode'>;

/** Query keys of everything about an organization's plan: one act may change all of it. */
export const planKeys = {
  all: (org: string) => ['plan', org] as const,
  of: (org: string, ...rest: unknown[]) => ['plan', org, ...rest] as const,
};

export const subscriptionQuery = (org: string) =>
  queryOptions({
    queryKey: planKeys.of(org, 'subscription'),
    queryFn: ({ signal }) => http.get('/api/v1/billing/subscription', { as: { org }, signal }),
    staleTime: 60_000,
  });

/** An idempotency key that is kept only while nobody knows whether the server has heard. */
export function useIntent(): { key: () => string; settled: (answer: unknown, error: Error | null) => void } {
  const { key, done } = useOnce();
  return {
    key,
    settled: (_, error) => {
      if (!isProblem(error) || !error.offline) done();
    },
  };
}

export function useStartTrial(org: string) {
  const client = useQueryClient();
  const intent = useIntent();
  return useMutation({
    mutationFn: (plan: PlanCode) => http.post('/api/v1/billing/trials', { as: { org }, body: { plan }, once: intent.key() }),
    onSettled: (answer, error) => {
      intent.settled(answer, error);
      return client.invalidateQueries({ queryKey: planKeys.all(org) });
    },
  });
}
