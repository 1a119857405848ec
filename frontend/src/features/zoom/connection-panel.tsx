import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { Connection } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { Facts, Panel } from '@/ui/panel';
import { When } from '@/ui/quantities';
import { Pill } from '@/ui/states/status-pill';
import { TextLink } from '@/ui/text-link';

interface Props {
  connection: Connection;
  reconnecting: boolean;
  onReconnect: () => void;
  onDisconnect: () => void;
}

export function ConnectionPanel({ connection, reconnecting, onReconnect, onDisconnect }: Props) {
  const t = useText(messages);
  const { host_name: name, host_email: email, status, missing_scopes: missing, last_error: error } = connection;
  const works = status === 'active';
  return (
    <Panel title={name ?? email ?? t('account')} description={name == null ? undefined : email}>
      <div className="space-y-5">
        {!works && (
          <Banner
            tone="warning"
            title={t('degraded')}
            actions={
              <Button busy={reconnecting} onClick={onReconnect}>
                {t('reconnect')}
              </Button>
            }
          >
            {error ?? t('degradedBody')}
          </Banner>
        )}
        {missing.length > 0 && (
          <Banner tone="warning" title={t('missing')}>
            <p>{t('missingBody')}</p>
            <ul className="list-disc ps-5 font-mono text-14">
              {missing.map((scope) => (
                <li key={scope} className="wrap-anywhere">{scope}</li>
              ))}
            </ul>
          </Banner>
        )}
        <Facts
          columns={2}
          items={[
            {
              label: t('health'),
              value: <Pill icon={works ? CircleCheck : TriangleAlert} tone={works ? 'success' : 'warning'} label={t(works ? 'works' : 'attention')} />,
            },
            { label: t('meetings'), value: <Meetings n={connection.meetings} /> },
            { label: t('since'), value: <When at={connection.connected_at} /> },
          ]}
        />
        <Button onClick={onDisconnect}>{t('disconnect')}</Button>
      </div>
    </Panel>
  );
}

/** Each meeting is mended where it belongs: on its event. */
function Meetings({ n }: { n: number }) {
  const t = useText(messages);
  const org = useOrganization();
  return (
    <>
      {t('meetingsCount', { n })}
      {n > 0 && org.can('read-events') && (
        <span className="block text-14 text-ink-muted">
          {t.rich('meetingsHint', { link: (inner) => <TextLink key="l" to={paths.orgEvents({ orgId: org.id })}>{inner}</TextLink> })}
        </span>
      )}
    </>
  );
}
