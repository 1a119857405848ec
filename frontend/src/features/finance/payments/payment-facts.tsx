import type { ReactNode } from 'react';
import type { Payment } from './api';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { CopyValue } from '@/ui/copy-value';
import { Facts, Panel } from '@/ui/panel';
import { Money, When } from '@/ui/quantities';
import { TextLink } from '@/ui/text-link';

type Fact = { label: string; value: ReactNode };

/** Who paid, for what, when, and under which ids it stands at the payment service. */
export function PaymentFacts({ payment }: { payment: Payment }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const { buyer, event, finance, tax } = payment;
  const facts: (Fact | false)[] = [
    { label: t('buyer'), value: <Buyer buyer={buyer} /> },
    event != null && { label: t('payment.for'), value: <TextLink to={paths.orgEventFinance({ orgId, eventId: event.id })}>{event.title}</TextLink> },
    tax?.seller_of_record === 'platform' && { label: t('payment.seller'), value: t('payment.seller.platform') },
    { label: t('method'), value: t(`method.${payment.method}`) },
    { label: t('payment.created'), value: <When at={payment.created_at} /> },
    payment.paid_at != null && { label: t('payment.paidAt'), value: <When at={payment.paid_at} /> },
    payment.due_at != null && { label: t('payment.dueAt'), value: <When at={payment.due_at} style="date" /> },
    payment.ended_at != null && { label: t('payment.endedAt'), value: <When at={payment.ended_at} /> },
    payment.hold_expires_at != null && { label: t('payment.holdUntil'), value: <When at={payment.hold_expires_at} /> },
    finance?.arrived != null && { label: t('payment.arrived'), value: <Money {...finance.arrived} /> },
    finance?.waived_reason != null && { label: t('payment.waived'), value: finance.waived_reason },
    finance?.outside_reference != null && { label: t('reference'), value: finance.outside_reference },
  ];
  const ids = [
    [t('id.payment'), payment.id],
    [t('id.charge'), finance?.charge_id],
    [t('id.transfer'), finance?.transfer_id],
    [t('id.fee'), finance?.fee_id],
    [t('id.taxReversal'), finance?.tax_reversal_id],
  ].filter((pair): pair is [string, string] => pair[1] != null);
  return (
    <Panel title={t('facts')}>
      <div className="space-y-5">
        <Facts items={facts.filter((fact) => fact !== false)} />
        <div className="space-y-3 border-t border-line pt-4">
          {ids.map(([label, value]) => (
            <CopyValue key={label} label={label} value={value} />
          ))}
        </div>
      </div>
    </Panel>
  );
}

function Buyer({ buyer }: { buyer: Payment['buyer'] }) {
  return (
    <>
      {[buyer.name, buyer.company].filter((part) => part != null).join(', ')}
      <span className="block text-14 wrap-anywhere text-ink-muted">{[buyer.email, buyer.country, buyer.tax_id].filter((part) => part != null).join(' · ')}</span>
    </>
  );
}
