import { useState } from 'react';
import { useClaim, type Holder } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { OneField } from '@/ui/form/one-field';

/** Tells the organizer under which name one was in the meeting; a hint, not a decision. */
export function ThatWasMe({ holder, registrationId }: { holder: Holder; registrationId: string }) {
  const t = useText(messages);
  const [open, setOpen] = useState(false);
  const claim = useClaim(holder, registrationId);
  if (claim.data) {
    return (
      <Banner tone={claim.data.found ? 'success' : 'info'} title={t('claim.sent')}>
        {t(claim.data.found ? 'claim.found' : 'claim.notFound')}
      </Banner>
    );
  }
  if (!open) {
    return <Button onClick={() => setOpen(true)}>{t('claim.open')}</Button>;
  }
  return (
    <OneField
      label={t('claim.name')}
      hint={t('claim.hint')}
      submit={t('claim.send')}
      maxLength={200}
      autoComplete="off"
      check={(name) => (name.trim() === '' ? t('claim.missing') : null)}
      onSubmit={(name) => claim.mutateAsync({ name: name.trim(), when: new Date().toISOString() })}
    />
  );
}
