import { KeyRound } from 'lucide-react';
import { useSearchParams } from 'react-router';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { OneField } from '@/ui/form/one-field';
import { PageHeader } from '@/ui/page-header';
import { Panel } from '@/ui/panel';
import { ButtonLink } from '@/ui/text-link';

/** Missing, draft and private look the same; whoever was given a key can use it here. */
export function NoSuchEvent({ wrongKey }: { wrongKey: boolean }) {
  const t = useText(messages);
  const [, setSearch] = useSearchParams();
  return (
    <div className="page-width max-w-form space-y-8 py-12">
      <PageHeader title={t('missing.title')} lead={wrongKey ? t('missing.wrongKey') : t('missing.body')} />
      <Panel
        title={
          <span className="inline-flex items-center gap-2">
            <KeyRound aria-hidden className="size-5 text-accent" />
            {t('missing.key')}
          </span>
        }
        description={t('missing.keyHint')}
      >
        <OneField
          label={t('missing.keyLabel')}
          submit={t('missing.open')}
          autoComplete="off"
          check={(key) => (key.trim() === '' ? t('missing.keyEmpty') : null)}
          onSubmit={(key) => setSearch({ key: key.trim() })}
        />
      </Panel>
      <ButtonLink to={paths.events()}>{t('missing.find')}</ButtonLink>
    </div>
  );
}
