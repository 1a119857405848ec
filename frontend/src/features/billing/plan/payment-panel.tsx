import { useQuery } from '@tanstack/react-query';
import { billing, usePortal } from '@/features/billing/api';
import messages from '@/features/billing/messages.en.json';
import type { Schema } from '@/api/contract';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import type { Subscription } from '@/lib/plan/subscription';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { Facts, Panel } from '@/ui/panel';
import { CalendarDate } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';

/** Card, address and tax numbers are changed on the vendor's pages, so that no card comes here (BI-22). */
export function PaymentPanel({ subscription }: { subscription: Subscription }) {
  const t = useText(messages);
  const org = useOrganization();
  const { data, error, refetch } = useQuery(billing.profile(org.id));
  if (error && !data) {
    return (
      <Panel title={t('payment')}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Panel>
    );
  }
  const known = data !== undefined && (data.card != null || subscription.interval != null);
  return (
    <Panel title={t('payment')}>
      {data === undefined ? <SkeletonRows /> : known ? <Known profile={data} /> : <p className="text-ink-muted">{t('nothingBought')}</p>}
    </Panel>
  );
}

function Known({ profile }: { profile: Schema<'BillingProfile'> }) {
  const t = useText(messages);
  const org = useOrganization();
  const portal = usePortal(org.id);
  const { card, legal_name: name, email, tax_ids: numbers } = profile;
  const open = (flow: Schema<'PortalFlow'>) => portal.mutate({ flow, return_to: paths.orgBilling({ orgId: org.id }) });
  const opening = (flow: Schema<'PortalFlow'>) => portal.isPending && portal.variables.flow === flow;
  return (
    <div className="space-y-4">
      <Facts
        columns={2}
        items={[
          { label: t('card'), value: card == null ? t('cardNone') : <Card {...card} /> },
          { label: t('invoicedTo'), value: name ?? t('notSet') },
          { label: t('invoicesBy'), value: <span className="wrap-anywhere">{email ?? t('notSet')}</span> },
          { label: t('taxNumbers'), value: numbers.length === 0 ? t('notSet') : numbers.map(({ value }) => value).join(', ') },
        ]}
      />
      {portal.error && <ErrorState inline error={portal.error} />}
      <div className="flex flex-wrap gap-3">
        <Button busy={opening('payment_method')} onClick={() => open('payment_method')}>
          {t('changeCard')}
        </Button>
        <Button variant="quiet" busy={opening('home')} onClick={() => open('home')}>
          {t('changeDetails')}
        </Button>
      </div>
      <p className="text-14 text-ink-muted">{t('portalHint')}</p>
    </div>
  );
}

function Card({ brand, last4, expires_on: end }: Schema<'BillingCard'>) {
  const t = useText(messages);
  return (
    <>
      <span className="capitalize">{brand}</span> {t('cardEnding', { last4 })}
      {end != null && <span className="block text-14 text-ink-muted">{t.rich('cardUntil', { when: <CalendarDate date={end} /> })}</span>}
    </>
  );
}
