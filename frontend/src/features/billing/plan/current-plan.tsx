import { Ban, CircleAlert, CircleCheck, CircleDashed, Clock, Gift, Hourglass, Pause, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { CancelDialog } from './cancel-dialog';
import { isOnTrial, isRunning, isStuck, standingOf, type Standing } from './standing';
import { useReactivate } from '@/features/billing/api';
import messages from '@/features/billing/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import type { Subscription } from '@/lib/plan/subscription';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { Money, When } from '@/ui/quantities';
import { Pill } from '@/ui/states/status-pill';
import { TextLink } from '@/ui/text-link';

type Look = [LucideIcon, 'neutral' | 'success' | 'warning' | 'danger' | 'info'];

const LOOK: Record<Standing, Look> = {
  granted: [Gift, 'success'],
  trialOver: [Clock, 'warning'],
  free: [CircleDashed, 'neutral'],
  trialing: [Clock, 'info'],
  incomplete: [Hourglass, 'warning'],
  active: [CircleCheck, 'success'],
  past_due: [CircleAlert, 'warning'],
  unpaid: [CircleAlert, 'danger'],
  paused: [Pause, 'warning'],
  canceled: [Ban, 'neutral'],
};

export function CurrentPlan({ subscription, onChoose }: { subscription: Subscription; onChoose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const word = standingOf(subscription);
  const [icon, tone] = LOOK[word];
  return (
    <Panel title={t('current')} actions={<Pill icon={icon} tone={tone} label={t.of('status', word)} />}>
      <div className="space-y-4">
        <div>
          <p className="text-24 font-bold">{subscription.plan_name}</p>
          <Cost subscription={subscription} />
        </div>
        <What subscription={subscription} />
        {org.can('manage-billing') ? <Acts subscription={subscription} onChoose={onChoose} /> : null}
        <p>
          <TextLink to={paths.pricing()}>{t('compare')}</TextLink>
        </p>
      </div>
    </Panel>
  );
}

function Cost({ subscription: { amount, interval, granted_until: granted } }: { subscription: Subscription }) {
  const t = useText(messages);
  if (granted != null) return <p className="text-ink-muted">{t.rich('granted', { when: <When at={granted} style="date" /> })}</p>;
  if (amount == null || interval == null) return <p className="text-ink-muted">{t('costsNothing')}</p>;
  return <p className="text-ink-muted">{t.rich(`costs.${interval}`, { amount: <Money {...amount} /> })}</p>;
}

/** What happens next by itself, and when. */
function What({ subscription }: { subscription: Subscription }): ReactNode {
  const t = useText(messages);
  const { cancel_at: end, trial_ends_at: trial, period_end: renews } = subscription;
  const date = (at: string) => ({ when: <When at={at} style="date" /> });
  if (end != null && isRunning(subscription)) return <p>{t.rich('endsOn', date(end))}</p>;
  if (subscription.status === 'trialing' && trial != null) {
    if (isRunning(subscription)) return <p>{t.rich('boughtOnTrial', date(trial))}</p>;
    return <p>{t.rich(isOnTrial(subscription) ? 'trialUntil' : 'trialOver', date(trial))}</p>;
  }
  if (subscription.status === 'past_due') return null;
  if (subscription.status === 'active' && renews != null) return <p>{t.rich('renewsOn', date(renews))}</p>;
  return <p>{t(`what.${subscription.access}`)}</p>;
}

function Acts({ subscription, onChoose }: { subscription: Subscription; onChoose: () => void }) {
  const t = useText(messages);
  const [canceling, setCanceling] = useState(false);
  const running = isRunning(subscription);
  const ending = running && subscription.cancel_at != null;
  if (isStuck(subscription)) return null;
  return (
    <div className="flex flex-wrap items-start gap-3">
      {ending ? (
        <Reactivate />
      ) : (
        <Button variant="primary" onClick={onChoose}>
          {t(running ? 'change' : 'choose')}
        </Button>
      )}
      {running && !ending && (
        <Button variant="quiet" onClick={() => setCanceling(true)}>
          {t('cancel')}
        </Button>
      )}
      <CancelDialog open={canceling} subscription={subscription} onClose={() => setCanceling(false)} />
    </div>
  );
}

function Reactivate() {
  const t = useText(messages);
  const org = useOrganization();
  const reactivate = useReactivate(org.id);
  // A promise, since the button is gone before a callback of the mutation would be told.
  const keep = () => reactivate.mutateAsync().then(() => toast(t('reactivated')), () => undefined);
  return (
    <div className="space-y-3">
      {reactivate.error && <ErrorState inline error={reactivate.error} />}
      <Button variant="primary" busy={reactivate.isPending} onClick={() => void keep()}>
        {t('reactivate')}
      </Button>
    </div>
  );
}
