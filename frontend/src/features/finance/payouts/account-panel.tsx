import { ExternalLink, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { AccountState } from './account-state';
import { useDisconnectAccount, useLeaveFor, useRefreshAccount, type Account } from './api';
import { useManagesPayouts } from './manages';
import { Requirements } from './requirements';
import messages from '@/features/finance/messages.en.json';
import { formatLocale } from '@/lib/i18n/locale';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';
import { ErrorState } from '@/ui/error-state';
import { Facts, Panel } from '@/ui/panel';
import { When } from '@/ui/quantities';

/** The account that receives the money: what it can do, and what the payment service still wants to know. */
export function AccountPanel({ account }: { account: Account }) {
  const t = useText(messages);
  const country = new Intl.DisplayNames([formatLocale()], { type: 'region' }).of(account.country) ?? account.country;
  const can = (yes: boolean) => t(yes ? 'can.yes' : 'can.no');
  return (
    <Panel title={t('account')} description={t('account.lead')} actions={<AccountState status={account.status} />}>
      <div className="space-y-5">
        <Requirements account={account} />
        <Facts
          columns={2}
          items={[
            { label: t('country'), value: country },
            { label: t('business'), value: t(`business.${account.business_type}`) },
            { label: t('can.charge'), value: can(account.charges_enabled) },
            { label: t('can.payOut'), value: can(account.payouts_enabled) },
            { label: t('settlement'), value: account.settlement_currency ?? t('settlement.unknown') },
            { label: t('mode'), value: t(`mode.${account.payout_mode}`) },
            { label: t('connected'), value: <When at={account.connected_at} style="date" /> },
          ]}
        />
        <AccountActions account={account} />
      </div>
    </Panel>
  );
}

function AccountActions({ account }: { account: Account }) {
  const t = useText(messages);
  const org = useOrganization();
  const manages = useManagesPayouts();
  const leave = useLeaveFor(org.id, paths.orgFinancePayouts({ orgId: org.id }));
  const refresh = useRefreshAccount(org.id);
  const disconnect = useDisconnectAccount(org.id);
  const [ending, setEnding] = useState(false);
  const failure = leave.error ?? refresh.error;
  const asked = account.status === 'onboarding' || account.requirements_due.length > 0;
  if (!manages) return null;
  return (
    <>
      {failure && <ErrorState inline error={failure} />}
      <div className="flex flex-wrap gap-3">
        {asked && (
          <Button variant="primary" busy={leave.isPending && leave.variables === 'onboarding'} onClick={() => leave.mutate('onboarding')}>
            <ExternalLink aria-hidden />
            {t('answerQuestions')}
          </Button>
        )}
        {account.status === 'active' && (
          <Button busy={leave.isPending && leave.variables === 'dashboard'} onClick={() => leave.mutate('dashboard')}>
            <ExternalLink aria-hidden />
            {t('dashboard')}
          </Button>
        )}
        <Button busy={refresh.isPending} onClick={() => refresh.mutate(undefined, { onSuccess: () => toast(t('refreshed')) })}>
          <RefreshCw aria-hidden />
          {t('refresh')}
        </Button>
        <Button variant="quiet" onClick={() => setEnding(true)}>
          {t('disconnect')}
        </Button>
      </div>
      <Confirm
        danger
        open={ending}
        onClose={() => setEnding(false)}
        title={t('disconnect.title')}
        action={t('disconnect')}
        onConfirm={async () => {
          await disconnect.mutateAsync(undefined);
          toast(t('disconnected'));
        }}
      >
        <p>{t('disconnect.body')}</p>
      </Confirm>
    </>
  );
}
