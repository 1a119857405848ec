import { useQuery } from '@tanstack/react-query';
import { AnswerForm } from './answer-form';
import { disputes, isOpen, type DisputeFile } from './api';
import { DisputeState } from './dispute-state';
import { Pack } from './pack';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Banner } from '@/ui/banner';
import { Drawer } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { Facts } from '@/ui/panel';
import { Money, When } from '@/ui/quantities';
import { Skeleton } from '@/ui/skeleton';
import { TextLink } from '@/ui/text-link';

/** A dispute with what speaks for the organizer; it has an address, so a mail can lead here. */
export function DisputeDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const query = useQuery(disputes.one(org.id, id));
  return (
    <Drawer open wide onClose={onClose} title={query.data ? t('dispute.of', { buyer: query.data.buyer_name ?? query.data.buyer_email }) : t('dispute')}>
      {query.error && !query.data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-64" />}
      {query.data && <Shown dispute={query.data} />}
    </Drawer>
  );
}

function Shown({ dispute }: { dispute: DisputeFile }) {
  const t = useText(messages);
  const org = useOrganization();
  const { evidence_due_at: due, evidence_sent_at: sent, closed_at: closed } = dispute;
  return (
    <div className="space-y-6">
      {isOpen(dispute) && due != null && (
        <Banner tone="warning" title={t('dispute.answer')}>
          {t.rich('dispute.answerBy', { when: <When key="w" at={due} /> })}
        </Banner>
      )}
      <Facts
        columns={2}
        items={[
          { label: t('state'), value: <DisputeState status={dispute.status} /> },
          { label: t('dispute.why'), value: t.of('dispute.reason', dispute.reason) },
          { label: t('dispute.amount'), value: <Money {...dispute.amount} /> },
          { label: t('dispute.fee'), value: <Money {...dispute.fee} /> },
          { label: t('dispute.opened'), value: <When at={dispute.created_at} /> },
          ...(sent == null ? [] : [{ label: t('dispute.sent'), value: <When at={sent} /> }]),
          ...(closed == null ? [] : [{ label: t('dispute.ended'), value: <When at={closed} /> }]),
          {
            label: t('id.payment'),
            value: <TextLink to={paths.orgPayment({ orgId: org.id, paymentId: dispute.payment_id })}>{t('dispute.payment')}</TextLink>,
          },
        ]}
      />
      <Pack pack={dispute.pack} />
      {isOpen(dispute) && sent == null && org.can('refund-payments') && <AnswerForm dispute={dispute} />}
    </div>
  );
}
