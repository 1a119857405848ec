import { useRecover } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { OneField } from '@/ui/form/one-field';
import { PageHeader } from '@/ui/page-header';
import { Panel } from '@/ui/panel';

/** An ended, replaced or mistyped link: a fresh one is a press away. */
export function LostLink() {
  const t = useText(messages);
  const recover = useRecover();
  return (
    <div className="max-w-form space-y-6">
      <PageHeader title={t('lost.title')} lead={t('lost.body')} />
      {recover.isSuccess ? (
        <Banner tone="success" title={t('lost.sent')}>
          {t('lost.sentBody', { email: recover.variables })}
        </Banner>
      ) : (
        <Panel title={t('lost.again')}>
          <OneField
            label={t('lost.email')}
            type="email"
            inputMode="email"
            autoComplete="email"
            submit={t('lost.send')}
            check={(email) => (/^\S+@\S+\.\S+$/.test(email.trim()) ? null : t('lost.wrong'))}
            onSubmit={(email) => recover.mutateAsync(email.trim())}
          />
        </Panel>
      )}
    </div>
  );
}
