import { ActivityPanel } from './activity-panel';
import { AddressesPanel } from './addresses-panel';
import { DevicesPanel } from './devices-panel';
import messages from './messages.en.json';
import { PasswordPanel } from './password-panel';
import { useText } from '@/lib/i18n/use-text';
import { useMe } from '@/lib/session/me';
import { PageHeader } from '@/ui/page-header';
import { SkeletonPage } from '@/ui/skeleton';

/** M18: addresses, password, devices, and what was done with the account. */
export default function SecurityPage() {
  const t = useText(messages);
  const me = useMe();
  if (!me) return <SkeletonPage />;
  return (
    <div className="max-w-3xl space-y-6">
      <PageHeader title={t('security')} />
      <AddressesPanel me={me} />
      <PasswordPanel me={me} />
      <DevicesPanel />
      <ActivityPanel />
    </div>
  );
}
