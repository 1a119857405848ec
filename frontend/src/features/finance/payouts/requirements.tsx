import type { Account } from './api';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Banner } from '@/ui/banner';
import { When } from '@/ui/quantities';

/** What the payment service still wants and by when; nothing where it wants nothing. */
export function Requirements({ account }: { account: Account }) {
  const t = useText(messages);
  const { status, requirements_due: due, requirements_deadline: by, disabled_reason: reason } = account;
  if (status === 'pending') return <Banner title={t('pending')}>{t('pending.body')}</Banner>;
  if (status === 'rejected') return <Banner tone="danger" title={t('rejected')}>{t('rejected.body')}</Banner>;
  if (due.length === 0 && status !== 'restricted' && status !== 'onboarding') return null;
  return (
    <Banner tone="warning" title={t(status === 'restricted' ? 'restricted' : 'due')}>
      {status === 'restricted' && <p>{t('restricted.body')}</p>}
      {by != null && <p>{t.rich('due.by', { when: <When key="w" at={by} /> })}</p>}
      {due.length > 0 && (
        <ul className="list-disc ps-5">
          {due.map((key) => (
            <li key={key} className="wrap-anywhere">{requirementName(key, (name) => t.of('need', name))}</li>
          ))}
        </ul>
      )}
      {due.length === 0 && status === 'onboarding' && <p>{t('onboarding.body')}</p>}
      {reason != null && <p className="text-14 text-ink-muted">{t('due.reason', { reason })}</p>}
    </Banner>
  );
}

/** 'person_123.verification.document' is a document of a person; the service's ids say nothing to anybody. */
export function requirementName(key: string, words: (name: string) => string): string {
  const parts = key.split('.').filter((part) => !/^(person|acct)_\w+$/.test(part));
  const name = parts.join('_');
  return words(name);
}
