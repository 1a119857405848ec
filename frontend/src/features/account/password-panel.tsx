import { useMailPasswordLink } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import type { Me } from '@/lib/session/me';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';

export function PasswordPanel({ me }: { me: Me }) {
  const t = useText(messages);
  const mail = useMailPasswordLink();
  return (
    <Panel title={t('password')}>
      <div className="space-y-4">
        <p>{me.has_password ? t('password.set') : t('password.none')}</p>
        {mail.isSuccess ? (
          <Banner tone="success">{t('password.sent', { email: me.email })}</Banner>
        ) : (
          <Button busy={mail.isPending} onClick={() => mail.mutate(me.email)}>
            {me.has_password ? t('password.change') : t('password.make')}
          </Button>
        )}
        {mail.error && <ErrorState inline error={mail.error} />}
      </div>
    </Panel>
  );
}
