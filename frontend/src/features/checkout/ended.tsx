import { CircleSlash } from 'lucide-react';
import type { Buyer, Payment } from './api';
import messages from './messages.en.json';
import { PayAgain } from './pay-again';
import { useText } from '@/lib/i18n/use-text';
import { PageHeader } from '@/ui/page-header';

/** Expired, failed or given up: nothing was taken, and the same places can be taken anew. */
export function Ended({ buyer, payment }: { buyer: Buyer; payment: Payment }) {
  const t = useText(messages);
  return (
    <>
      <span className="grid size-14 place-items-center rounded-full bg-sunken text-ink-muted">
        <CircleSlash aria-hidden className="size-8" />
      </span>
      <PageHeader title={t.of('ended', payment.status)} lead={t('ended.lead', { n: payment.items.length })} />
      <PayAgain buyer={buyer} payment={payment} />
    </>
  );
}
