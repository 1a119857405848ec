import { Hourglass } from 'lucide-react';
import type { Payment } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { PageHeader } from '@/ui/page-header';
import { ButtonLink } from '@/ui/text-link';

/** The bank has not answered yet; nobody has to wait here for it. */
export function Processing({ payment, back }: { payment: Payment; back: string }) {
  const t = useText(messages);
  return (
    <>
      <span className="grid size-14 place-items-center rounded-full bg-info-soft text-info">
        <Hourglass aria-hidden className="size-8" />
      </span>
      <PageHeader title={t('processing')} lead={t('processing.lead', { n: payment.items.length })} />
      <p className="max-w-prose" role="status">
        {t('processing.mail', { email: payment.buyer.email })}
      </p>
      <ButtonLink size="large" to={back}>
        {t('openEvent')}
      </ButtonLink>
    </>
  );
}
