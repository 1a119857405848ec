import { useInfiniteQuery } from '@tanstack/react-query';
import { isStuck } from './standing';
import { billing, usePortal, useReadAgain } from '@/features/billing/api';
import messages from '@/features/billing/messages.en.json';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import type { Subscription } from '@/lib/plan/subscription';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { Money, When } from '@/ui/quantities';
import { ExternalTextLink } from '@/ui/text-link';

/** A payment failed: the steps out of it, and what happens when. */
export function PastDue({ subscription }: { subscription: Subscription }) {
  const t = useText(messages);
  const org = useOrganization();
  const { status, past_due_since: since, read_only_from: end } = subscription;
  if (status !== 'past_due' && !isStuck(subscription)) return null;
  return (
    <Panel title={t('pastDue')}>
      <div className="space-y-4">
        <p>
          {since != null && t.rich('pastDueSince', { when: <When at={since} style="date" /> })}{' '}
          {end != null ? t.rich('pastDueEnd', { when: <When at={end} style="date" /> }) : t(`what.${subscription.access}`)}
        </p>
        {org.can('manage-billing') ? <Steps /> : <p>{t('askManager')}</p>}
      </div>
    </Panel>
  );
}

function Steps() {
  const t = useText(messages);
  const org = useOrganization();
  const portal = usePortal(org.id);
  const again = useReadAgain(org.id);
  // A promise, since these steps are gone once it is paid, and a callback of the mutation with them.
  const look = () =>
    again.mutateAsync().then(
      ({ status }) => toast(t(status === 'active' ? 'settled' : 'notSettled'), { tone: status === 'active' ? 'success' : 'warning' }),
      () => undefined,
    );
  const open = rowsOf(useInfiniteQuery(billing.invoices(org.id)).data).find(({ status }) => status === 'open');
  return (
    <ol className="grid list-decimal gap-4 ps-5">
      <li className="space-y-2 ps-1">
        <p>{t('step.card')}</p>
        <Button variant="primary" busy={portal.isPending} onClick={() => portal.mutate({ flow: 'payment_method', return_to: paths.orgBilling({ orgId: org.id }) })}>
          {t('changeCard')}
        </Button>
        {portal.error && <ErrorState inline error={portal.error} />}
      </li>
      {open?.hosted_url != null && (
        <li className="ps-1">
          {t.rich('step.pay', { amount: <Money {...open.total} />, link: (inner) => <ExternalTextLink href={open.hosted_url ?? ''}>{inner}</ExternalTextLink> })}
        </li>
      )}
      <li className="space-y-2 ps-1">
        <p>{t('step.again')}</p>
        <Button busy={again.isPending} onClick={() => void look()}>
          {t('checkAgain')}
        </Button>
        {again.error && <ErrorState inline error={again.error} />}
      </li>
    </ol>
  );
}
