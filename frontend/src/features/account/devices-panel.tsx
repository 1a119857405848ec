import { useQuery } from '@tanstack/react-query';
import { MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import { account, useEndLogin, useSignOutElsewhere, type Login } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { When } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';

/** Where the account is signed in, each of it to be ended. */
export function DevicesPanel() {
  const t = useText(messages);
  const { data, error, refetch } = useQuery(account.logins);
  const [asking, setAsking] = useState(false);
  const end = useEndLogin();
  const everywhere = useSignOutElsewhere();
  const others = data?.data.filter(({ current }) => !current).length ?? 0;
  const confirm = async () => {
    await everywhere.mutateAsync(undefined);
    toast(t('devices.done'));
  };
  return (
    <Panel
      title={t('devices')}
      actions={
        others > 0 ? (
          <Button size="small" onClick={() => setAsking(true)}>
            {t('devices.others')}
          </Button>
        ) : undefined
      }
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={2} />}
      {end.error && <ErrorState inline error={end.error} />}
      <ul className="divide-y divide-line">
        {data?.data.map((login) => (
          <li key={login.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
            <MonitorSmartphone aria-hidden className="size-6 shrink-0 text-ink-muted" />
            <div className="min-w-0 flex-1 basis-56">
              <p className="font-semibold">
                {login.device}
                {login.current && <span className="ms-2 text-14 text-success">{t('devices.this')}</span>}
              </p>
              <p className="text-14 text-ink-muted">
                {t.rich('devices.seen', { when: <When key="w" at={login.last_seen_at} />, place: login.ip_prefix ?? '–' })}
              </p>
            </div>
            {!login.current && <EndDevice login={login} busy={end.isPending && end.variables === login.id} onEnd={() => end.mutate(login.id)} />}
          </li>
        ))}
      </ul>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t('devices.others')}
        action={t('devices.confirm', { n: others })}
        onConfirm={confirm}
      >
        <p>{t('devices.effect')}</p>
      </Confirm>
    </Panel>
  );
}

function EndDevice({ login, busy, onEnd }: { login: Login; busy: boolean; onEnd: () => void }) {
  const t = useText(messages);
  return (
    <Button size="small" busy={busy} onClick={onEnd} aria-label={t('devices.endOf', { device: login.device })}>
      {t('devices.end')}
    </Button>
  );
}
