import { CircleCheck, Undo2 } from 'lucide-react';
import { useEffect } from 'react';
import type { Payment } from './api';
import messages from './messages.en.json';
import { clearDraft } from '@/lib/form/draft';
import { formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { PageHeader } from '@/ui/page-header';
import { When } from '@/ui/quantities';
import { ButtonLink } from '@/ui/text-link';

const NO_SEAT = ['no_seat', 'orphan', 'duplicate'];

/** Paid, or owed by invoice; or paid too late, with the sum that goes back. */
export function Paid({ payment, back }: { payment: Payment; back: string }) {
  const t = useText(messages);
  const { items, event, buyer, method, status, refunds, refunded, due_at: due } = payment;
  const eventId = event?.id;
  // Only now the answers are not needed any more: until here a new attempt could begin with them.
  useEffect(() => {
    if (eventId !== undefined) clearDraft(`register:${eventId}`);
  }, [eventId]);
  const sum = formatMoney(refunded.amount, refunded.currency);
  const late = refunds.find(({ cause }) => NO_SEAT.includes(cause));
  const over = items.length > 0 && items.every(({ closed }) => closed);
  const given = over && status === 'paid';
  const Icon = given ? Undo2 : CircleCheck;
  return (
    <>
      <span className={`grid size-14 place-items-center rounded-full ${given ? 'bg-info-soft text-info' : 'bg-success-soft text-success'}`}>
        <Icon aria-hidden className="size-8" />
      </span>
      {given ? (
        <PageHeader title={late ? t('late') : t('given')} lead={refunded.amount > 0 ? t('given.refund', { sum }) : t('given.none')} />
      ) : (
        <PageHeader title={t('paid', { n: items.length })} lead={t('paid.mail', { email: buyer.email })} />
      )}
      {late && (
        <Banner>
          {t.rich('late.body', { when: <When key="w" at={late.requested_at} style="date" /> })}
        </Banner>
      )}
      {method === 'outside' && status !== 'paid' && due != null && <Banner>{t.rich('invoice.due', { when: <When key="w" at={due} style="date" /> })}</Banner>}
      <ButtonLink variant="primary" size="large" to={back}>
        {t('openEvent')}
      </ButtonLink>
    </>
  );
}
