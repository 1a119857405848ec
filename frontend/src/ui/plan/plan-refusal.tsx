import { useQuery } from '@tanstack/react-query';
import { use } from 'react';
import messages from './messages.en.json';
import type { PlanRefusal } from '@/lib/plan/limit';
import { subscriptionQuery } from '@/lib/plan/subscription';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { allows, OrganizationContext } from '@/lib/permissions';
import type { Membership } from '@/lib/session/me';
import { Money, When } from '@/ui/quantities';
import { ButtonLink } from '@/ui/text-link';

/** Limit, use, the day it begins anew and the way to more, where the work was refused (UX section 2.6). */
export function PlanRefusalText({ refusal }: { refusal: PlanRefusal }) {
  const t = useText(messages);
  const held = use(OrganizationContext);
  return (
    <div className="space-y-2">
      {refusal.kind === 'limit' && <Limit refusal={refusal} />}
      {refusal.kind === 'seats' && refusal.ending !== null && <Ending {...refusal.ending} />}
      {refusal.kind === 'seats' && refusal.ending === null && held !== null && <Seats held={held} />}
      {held !== null && <WayToMore held={held} />}
      {held === null && <p>{t('ask')}</p>}
    </div>
  );
}

function Limit({ refusal: { metric, limit, used, resetsAt } }: { refusal: Extract<PlanRefusal, { kind: 'limit' }> }) {
  const t = useText(messages);
  const people = metric === 'attendees_per_event';
  return (
    <p>
      {limit === 0 ? t(`none.${metric}`) : people ? t('people', { limit, used }) : t(`used.${metric}`, { limit, used })}
      {limit > 0 && resetsAt !== null && <> {t.rich('resets', { when: <When at={resetsAt} style="date" /> })}</>}
    </p>
  );
}

function Seats({ held }: { held: Membership }) {
  const t = useText(messages);
  const { data } = useQuery({ ...subscriptionQuery(held.organization_id), enabled: allows(held, 'view-billing') });
  if (data === undefined) return <p>{t('seats')}</p>;
  const { included, paid, taken, max, price } = data.seats;
  const more = price != null && data.interval != null && (max == null || included + paid < max);
  return (
    <p>
      {t('seatsUsed', { taken, total: included + paid })}{' '}
      {more && t.rich(`seatPrice.${data.interval === 'year' ? 'year' : 'month'}`, { price: <Money {...price} /> })}
    </p>
  );
}

/** BI-14: seats that end with the period are given to nobody until then. */
function Ending({ count, at }: { count: number; at: string }) {
  const t = useText(messages);
  return <p>{t.rich('seatsEnd', { count, when: <When at={at} style="date" /> })}</p>;
}

function WayToMore({ held }: { held: Membership }) {
  const t = useText(messages);
  if (!allows(held, 'view-billing')) return <p>{t('ask')}</p>;
  return (
    <ButtonLink size="small" to={paths.orgBilling({ orgId: held.organization_id })}>
      {t('more')}
    </ButtonLink>
  );
}
