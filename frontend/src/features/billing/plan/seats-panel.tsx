import { mayAddSeat, seatsOf } from './standing';
import messages from '@/features/billing/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import type { Subscription } from '@/lib/plan/subscription';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/panel';
import { ProgressBar } from '@/ui/progress';
import { Money } from '@/ui/quantities';
import { ButtonLink } from '@/ui/text-link';

/** Seats are bought by a change of the plan that a person confirms, never by inviting (BI-12). */
export function SeatsPanel({ subscription, onAdd }: { subscription: Subscription; onAdd: (seats: number) => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const { included, paid, taken, price } = subscription.seats;
  const total = seatsOf(subscription);
  const interval = subscription.interval === 'year' ? 'year' : 'month';
  return (
    <Panel title={t('seats')} description={t('seatsHint')}>
      <div className="space-y-4">
        <ProgressBar label={t('seatsTaken')} value={taken} max={total} tone={taken >= total && total > 1 ? 'warning' : 'accent'} text={t('usedOf', { used: taken, limit: total })} />
        <p className="text-14 text-ink-muted">
          {t('seatsSplit', { included, paid })}
          {price != null && <> {t.rich(`seat.${interval}`, { price: <Money {...price} /> })}</>}
        </p>
        <div className="flex flex-wrap gap-3">
          {org.can('manage-billing') && mayAddSeat(subscription) && <Button onClick={() => onAdd(total + 1)}>{t('addSeat')}</Button>}
          {org.can('manage-members') && (
            <ButtonLink variant="quiet" to={paths.orgTeam({ orgId: org.id })}>
              {t('toTeam')}
            </ButtonLink>
          )}
        </div>
      </div>
    </Panel>
  );
}
