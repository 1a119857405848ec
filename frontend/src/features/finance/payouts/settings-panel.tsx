import { useQuery } from '@tanstack/react-query';
import { payouts } from './api';
import { useManagesPayouts } from './manages';
import { SettingsForm } from './settings-form';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { ErrorState } from '@/ui/error-state';
import { Facts, Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';

/** How one sells: who bears the fees, whose name documents carry. */
export function SettingsPanel() {
  const t = useText(messages);
  const org = useOrganization();
  const query = useQuery(payouts.settings(org.id));
  const manages = useManagesPayouts();
  const held = query.data?.data;
  return (
    <Panel title={t('selling')} description={t('selling.lead')}>
      {query.error && !query.data && <ErrorState inline error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-48" />}
      {query.data && manages && <SettingsForm given={query.data} />}
      {held && !manages && (
        <Facts
          items={[
            { label: t('feePayer'), value: t(`feePayer.${held.fee_payer}`) },
            { label: t('legalName'), value: held.legal_name ?? t('notSet') },
            { label: t('legalAddress'), value: held.legal_address ?? t('notSet') },
            { label: t('taxId'), value: held.tax_id ?? t('notSet') },
          ]}
        />
      )}
    </Panel>
  );
}
