import { useState } from 'react';
import { useCancel, type Holder, type Personal } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';

/** The organizer decides about each registration; until then nothing is held and nothing is paid (RG-21). */
export function Requested({ holder, personal: { event, registration } }: { holder: Holder; personal: Personal }) {
  const t = useText(messages);
  const [sure, setSure] = useState(false);
  const withdraw = useCancel(holder, registration.id);
  const actions = sure ? (
    <>
      <Button variant="danger" busy={withdraw.isPending} onClick={() => withdraw.mutate({ reason: '', refund: null })}>
        {t('request.withdraw')}
      </Button>
      <Button variant="quiet" onClick={() => setSure(false)}>
        {t('request.keep')}
      </Button>
    </>
  ) : (
    <Button onClick={() => setSure(true)}>{t('request.withdraw')}</Button>
  );
  return (
    <>
      <Banner title={t('request')} actions={registration.can_cancel && actions}>
        <p>{t('request.body', { organizer: event.organizer.name })}</p>
        {sure && <p className="font-semibold">{t('request.sure')}</p>}
      </Banner>
      {withdraw.error && <ErrorState inline error={withdraw.error} />}
    </>
  );
}
