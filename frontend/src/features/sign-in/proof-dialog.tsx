import { useState } from 'react';
import { reauthentication } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { useMe } from '@/lib/session/me';
import { proof } from '@/lib/session/proof';
import { session } from '@/lib/session/store';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { OneField } from '@/ui/form/one-field';

/** Fresh proof of identity over the page; the action that asked for it is then repeated. */
export function ProofDialog() {
  const t = useText(messages);
  const me = useMe();
  const [byCode, setByCode] = useState(me?.has_password === false);
  const [sent, setSent] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = () => {
    setError(null);
    reauthentication.sendCode().then(() => setSent(true), setError);
  };
  const prove = async (text: string) => {
    session.signedIn(await (byCode ? reauthentication.code(text.replace(/\s/g, '')) : reauthentication.password(text)));
    proof.given();
  };
  return (
    <Dialog open onClose={() => proof.refused()} title={t('proof')} description={t('proof.why')}>
      <div className="space-y-4">
        {byCode && !sent ? (
          <Button variant="primary" onClick={send}>
            {t('proof.send', { email: me?.email ?? '' })}
          </Button>
        ) : (
          <OneField
            key={String(byCode)}
            label={byCode ? t('proof.code') : t('password')}
            type={byCode ? 'text' : 'password'}
            inputMode={byCode ? 'numeric' : undefined}
            autoComplete={byCode ? 'one-time-code' : 'current-password'}
            submit={t('proof.confirm')}
            check={(text) => (text.trim() === '' ? t(byCode ? 'proof.codeMissing' : 'password.missing') : null)}
            onSubmit={prove}
          />
        )}
        {error !== null && <ErrorState inline error={error} />}
        {!byCode && (
          <Button variant="quiet" className="-ms-4" onClick={() => setByCode(true)}>
            {t('proof.instead')}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
