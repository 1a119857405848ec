import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { When } from '@/ui/quantities';

interface Props {
  /** When the bank said so. */
  at: string;
  /** As Stripe names it. */
  kind: string;
}

/** RF-10: a bank that fears fraud decides nothing; whoever looks at the payment does. */
export default function FraudWarning({ at, kind }: Props) {
  const t = useText(messages);
  return (
    <Banner tone="warning" title={t('title')}>
      {t.rich('body', { kind: t.of('fraud', kind), date: <When at={at} style="date" /> })}
    </Banner>
  );
}
