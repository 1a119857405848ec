import { useDropScheduled } from '@/features/billing/api';
import messages from '@/features/billing/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import type { Subscription } from '@/lib/plan/subscription';
import { toast } from '@/lib/toasts';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { Money, When } from '@/ui/quantities';

/** A change at the end of the period; until then it can be taken back. */
export function ScheduledChange({ subscription: { scheduled_change: next } }: { subscription: Subscription }) {
  const t = useText(messages);
  const org = useOrganization();
  const drop = useDropScheduled(org.id);
  if (next == null) return null;
  const words = {
    when: <When at={next.effective_at} style="date" />,
    plan: t.of('plan', next.plan),
    seats: t('seatCount', { n: next.seats }),
    amount: <Money {...next.amount} />,
  };
  return (
    <Banner
      title={t('scheduled')}
      actions={
        org.can('manage-billing') && (
          <Button busy={drop.isPending} onClick={() => drop.mutate(undefined, { onSuccess: () => toast(t('dropped')) })}>
            {t('drop')}
          </Button>
        )
      }
    >
      {t.rich(`scheduledBody.${next.interval}`, words)}
      {drop.error && <ErrorState inline error={drop.error} />}
    </Banner>
  );
}
