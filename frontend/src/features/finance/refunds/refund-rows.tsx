import { HandCoins, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useRetryRefund, type Refund } from './api';
import { RefundState } from './refund-state';
import { SettleDialog } from './settle-dialog';
import messages from '@/features/finance/messages.en.json';
import { formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Confirm } from '@/ui/confirm';
import { DataList } from '@/ui/data-list';
import { Menu } from '@/ui/menu';
import { Money, When } from '@/ui/quantities';

/** Each refund leads to its payment; one that a bank refused can be tried again or settled past it. */
export function RefundRows({ rows }: { rows: Refund[] }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const [act, setAct] = useState<{ kind: 'retry' | 'settle'; refund: Refund } | null>(null);
  const retry = useRetryRefund(orgId);
  const close = () => setAct(null);
  return (
    <>
      <DataList
        label={t('tab.refunds')}
        rows={rows}
        id={({ id }) => id}
        href={({ payment_id: paymentId }) => paths.orgPayment({ orgId, paymentId })}
        name={{ key: 'buyer', header: t('buyer'), cell: (row) => row.buyer_name ?? row.buyer_email }}
        columns={[
          { key: 'amount', header: t('amount'), numeric: true, cell: ({ amount }) => <Money {...amount} /> },
          { key: 'status', header: t('state'), cell: (row) => <State refund={row} /> },
          { key: 'cause', header: t('cause'), wideOnly: 'widest', cell: (row) => <Why refund={row} /> },
          { key: 'borne', header: t('refund.organizer'), numeric: true, wideOnly: 'widest', cell: ({ organizer }) => <Money {...organizer} /> },
          { key: 'at', header: t('refund.at'), cell: ({ requested_at: at }) => <When className="whitespace-nowrap" at={at} style="date" /> },
        ]}
        menu={(refund) =>
          refund.status === 'failed' &&
          refund.settled_outside_at == null && (
            <Menu
              label={t('refund.actions', { buyer: refund.buyer_name ?? refund.buyer_email })}
              items={[
                { label: t('refund.retry'), icon: <RotateCw />, onSelect: () => setAct({ kind: 'retry', refund }) },
                { label: t('refund.settle'), icon: <HandCoins />, onSelect: () => setAct({ kind: 'settle', refund }) },
              ]}
            />
          )
        }
      />
      <Confirm
        open={act?.kind === 'retry'}
        onClose={close}
        title={t('refund.retry')}
        action={t('refund.retry')}
        onConfirm={async () => {
          if (act) await retry.mutateAsync(act.refund.id);
          toast(t('refund.retried'));
        }}
      >
        <p>{act && t('refund.retry.body', { amount: formatMoney(act.refund.amount.amount, act.refund.amount.currency), buyer: act.refund.buyer_email })}</p>
      </Confirm>
      {act?.kind === 'settle' && <SettleDialog refund={act.refund} onClose={close} />}
    </>
  );
}

function State({ refund }: { refund: Refund }) {
  const t = useText(messages);
  return (
    <>
      <RefundState status={refund.status} />
      {refund.settled_outside_at != null && <span className="block text-14 text-ink-muted">{t('refund.settled', { note: refund.settled_outside_note ?? '' })}</span>}
      {refund.settled_outside_at == null && refund.failure_reason != null && (
        <span className="block text-14 text-ink-muted">{t.of('refund.failure', refund.failure_reason)}</span>
      )}
    </>
  );
}

function Why({ refund }: { refund: Refund }) {
  const t = useText(messages);
  return (
    <>
      {t(`cause.${refund.cause}`)}
      {refund.event_title != null && <span className="block text-14 text-ink-muted">{refund.event_title}</span>}
    </>
  );
}
