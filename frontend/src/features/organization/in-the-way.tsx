import type { Closing } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Money, When } from '@/ui/quantities';
import { TextLink } from '@/ui/text-link';

type OpenMoney = Closing['open_money'][number];

/** What has to be over or settled before the organization can close, each with the way to it (BI-18). */
export function InTheWay({ closing: { open_events: events, open_money: money } }: { closing: Closing }) {
  const t = useText(messages);
  const org = useOrganization();
  return (
    <div className="space-y-4">
      <p>{t('way')}</p>
      {events.length > 0 && (
        <section aria-label={t('way.events')} className="space-y-2">
          <h3 className="font-semibold">{t('way.events')}</h3>
          <ul className="space-y-2">
            {events.map(({ id, title, ends_at: end }) => (
              <li key={id} className="wrap-anywhere">
                <TextLink to={paths.orgEvent({ orgId: org.id, eventId: id })}>{title}</TextLink>
                <span className="block text-14 text-ink-muted">{t.rich('way.ends', { when: <When key="w" at={end} /> })}</span>
              </li>
            ))}
          </ul>
          <p className="text-14 text-ink-muted">{t('way.events.hint')}</p>
        </section>
      )}
      {money.length > 0 && (
        <section aria-label={t('way.money')} className="space-y-2">
          <h3 className="font-semibold">{t('way.money')}</h3>
          <ul className="space-y-2">
            {money.map((open, index) => (
              <li key={`${open.kind}-${open.id ?? String(index)}`} className="wrap-anywhere">
                <TextLink to={placeOf(open, org.id)}>{t.of('way', open.kind)}</TextLink>
                <span className="block text-14 text-ink-muted">
                  <Facts open={open} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Facts({ open: { kind, title, count, amount } }: { open: OpenMoney }) {
  const t = useText(messages);
  if (kind === 'paid_registrations') return <>{t('way.people', { n: count, title: title ?? '' })}</>;
  return amount == null ? null : <Money {...amount} />;
}

/** Where each of them is settled. */
function placeOf({ kind, id }: OpenMoney, orgId: string): string {
  if (kind === 'payout' || kind === 'balance') return paths.orgFinancePayouts({ orgId });
  if (id == null) return paths.orgFinance({ orgId });
  return kind === 'paid_registrations' ? paths.orgEventFinance({ orgId, eventId: id }) : paths.orgPayment({ orgId, paymentId: id });
}
