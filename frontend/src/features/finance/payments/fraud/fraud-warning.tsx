import messages from './messages.en.json';
import type { Payment } from '@/features/finance/payments/api';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { When } from '@/ui/quantities';

/** RF-10: a bank that fears fraud decides nothing; whoever looks at the payment does, as long as there is something to pay back. */
export default function FraudWarning({ payment: { finance, total, refunded } }: { payment: Payment }) {
  const t = useText(messages);
  if (finance?.fraud_warned_at == null || refunded.amount >= total.amount) return null;
  return (
    <Banner tone="warning" title={t('title')}>
      {t.rich('body', { kind: t.of('fraud', finance.fraud_type ?? 'misc'), date: <When at={finance.fraud_warned_at} style="date" /> })}
    </Banner>
  );
}
