import { useQuery } from '@tanstack/react-query';
import { payments, type Payment } from './api';
import { DisputeState } from '@/features/finance/disputes/dispute-state';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Panel } from '@/ui/panel';
import { Money } from '@/ui/quantities';
import { TextLink } from '@/ui/text-link';

/** Only where a bank took something back. */
export function DisputePart({ payment }: { payment: Payment }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const query = useQuery(payments.disputes(orgId, payment.id));
  const rows = query.data?.data ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel title={t('tab.disputes')}>
      <ul className="-my-3 divide-y divide-line">
        {rows.map((dispute) => (
          <li key={dispute.id} className="flex flex-wrap items-center justify-between gap-3 py-3">
            <TextLink to={paths.orgFinanceDisputes({ orgId }, { dispute: dispute.id })}>
              <Money {...dispute.amount} /> · {t.of('dispute.reason', dispute.reason)}
            </TextLink>
            <DisputeState status={dispute.status} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
