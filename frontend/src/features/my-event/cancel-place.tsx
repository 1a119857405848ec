import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { myEvents, useCancel, type CancelPreview, type Holder } from './api';
import messages from './messages.en.json';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';
import { Dialog } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { Field } from '@/ui/field';
import { Money } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';
import { TextArea } from '@/ui/text-input';

interface Props {
  holder: Holder;
  registrationId: string;
  onClose: () => void;
}

/** The exact sum first, then the press that repeats it. */
export function CancelPlace({ holder, registrationId, onClose }: Props) {
  const t = useText(messages);
  const [reason, setReason] = useState('');
  const preview = useQuery(myEvents.cancellation(holder, registrationId));
  const cancel = useCancel(holder, registrationId);
  const confirm = async () => {
    if (!preview.data) throw preview.error ?? new Error('The refund is not known yet');
    try {
      await cancel.mutateAsync({ reason, refund: preview.data.refund ?? null });
    } catch (error) {
      if (isProblem(error) && error.is('refund-changed')) await preview.refetch();
      throw error;
    }
    toast(t('cancel.done'));
  };
  if (preview.data?.disputed === true) {
    return (
      <Dialog open onClose={onClose} title={t('cancel.disputedTitle')} actions={<Button onClick={onClose}>{t('cancel.keep')}</Button>}>
        <p>{t('cancel.disputed')}</p>
      </Dialog>
    );
  }
  return (
    <Confirm open danger onClose={onClose} title={t('cancel.title')} action={t('cancel.confirm')} keep={t('cancel.keep')} onConfirm={confirm}>
      <p>{t('cancel.effect')}</p>
      {preview.data ? (
        <Refund preview={preview.data} />
      ) : preview.error ? (
        <ErrorState inline error={preview.error} onRetry={() => void preview.refetch()} />
      ) : (
        <SkeletonRows rows={1} />
      )}
      <Field label={t('cancel.reason')} optional>
        {(control) => <TextArea {...control} maxLength={1000} value={reason} onChange={({ target }) => setReason(target.value)} />}
      </Field>
    </Confirm>
  );
}

function Refund({ preview: { paid, refund } }: { preview: CancelPreview }) {
  const t = useText(messages);
  if (paid == null) return null;
  const sum = refund ?? { amount: 0, currency: paid.currency };
  return (
    <div className="rounded-control bg-sunken p-4">
      <p className="text-18 font-semibold">{t.rich('cancel.refund', { sum: <Money key="s" amount={sum.amount} currency={sum.currency} /> })}</p>
      <p className="text-ink-muted">
        {t.rich(sum.amount === 0 ? 'cancel.noRefund' : 'cancel.ofPaid', { paid: <Money key="p" amount={paid.amount} currency={paid.currency} /> })}
      </p>
    </div>
  );
}
