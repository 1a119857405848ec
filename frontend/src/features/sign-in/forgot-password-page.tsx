import { useState } from 'react';
import { signIn } from './api';
import { MailSent } from './mail-sent';
import messages from './messages.en.json';
import { Narrow } from './narrow';
import { useText } from '@/lib/i18n/use-text';
import { OneField } from '@/ui/form/one-field';

/** A5: always the same answer. */
export default function ForgotPasswordPage() {
  const t = useText(messages);
  const [sentTo, setSentTo] = useState<string | null>(null);
  return (
    <Narrow title={t('forgot')} lead={t('forgot.lead')}>
      {sentTo !== null ? (
        <MailSent email={sentTo} body={t('forgot.sent')} onAgain={() => setSentTo(null)} />
      ) : (
        <OneField
          label={t('email')}
          type="email"
          inputMode="email"
          autoComplete="username"
          submit={t('forgot.send')}
          check={(email) => (/^\S+@\S+\.\S+$/.test(email.trim()) ? null : t('email.wrong'))}
          onSubmit={async (email) => {
            await signIn.reset(email.trim());
            setSentTo(email.trim());
          }}
        />
      )}
    </Narrow>
  );
}
