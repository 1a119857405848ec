import { useQuery } from '@tanstack/react-query';
import { use } from 'react';
import messages from './messages.en.json';
import { Money, When } from './quantities';
import { ButtonLink } from './text-link';
import type { PlanRefusal } from '@/lib/plan/limit';
import { subscriptionQuery } from '@/lib/plan/subscription';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { allows, OrganizationContext } from '@/lib/permissions';
import type { Membership } from '@/lib/session/me';

/** Limit, use, the day it begins anew and the way to more, where the work was refused (UX section 2.6). */
export function PlanRefusalText({ refusal }: { refusal: PlanRefusal }) {
  const t = useText(messages);
  const held = use(OrganizationContext);
  return (
    <div className="space-y-2">
      {refusal.kind === 'limit' && <Limit refusal={refusal} />}
      {refusal.kind === 'seats' && held !== null && <Seats held={held} />}
      {held !== null && <WayToMore held={held} />}
      {held === null && <p>{t('plan.ask')}</p>}
    </div>
  );
}

function Limit({ refusal: { metric, limit, used, resetsAt } }: { refusal: Extract<PlanRefusal, { kind: 'limit' }> }) {
  const t = useText(messages);
  const people = metric === 'attendees_per_event';
  return (
    <p>
      {limit === 0 ? t(`plan.none.${metric}`) : people ? t('plan.people', { limit, used }) : t(`plan.used.${metric}`, { limit, used })}
      {limit > 0 && resetsAt !== null && <> {t.rich('plan.resets', { when: <When at={resetsAt} style="date" /> })}</>}
    </p>
  );
}

function Seats({ held }: { held: Membership }) {
  const t = useText(messages);
  const { data } = useQuery({ ...subscriptionQuery(held.organization_id), enabled: allows(held, 'view-billing') });
  if (data === undefined) return <p>{t('plan.seats')}</p>;
  const { included, paid, taken, max, price } = data.seats;
  const more = price != null && data.interval != null && (max == null || included + paid < max);
  return (
    <p>
      {t('plan.seatsUsed', { taken, total: included + paid })}{' '}
      {more && t.rich(`plan.seatPrice.${data.interval === 'year' ? 'year' : 'month'}`, { price: <Money {...price} /> })}
    </p>
  );
}

function WayToMore({ held }: { held: Membership }) {
  const t = useText(messages);
  if (!allows(held, 'view-billing')) return <p>{t('plan.ask')}</p>;
  return (
    <ButtonLink size="small" to={paths.orgBilling({ orgId: held.organization_id })}>
      {t('plan.more')}
    </ButtonLink>
  );
}
