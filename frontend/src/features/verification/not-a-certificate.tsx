import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { PageHeader } from '@/ui/page-header';
import { ButtonLink } from '@/ui/text-link';
import { Verdict } from '@/ui/verdict';

export function NotACertificate({ code, mistyped }: { code: string; mistyped: boolean }) {
  const t = useText(messages);
  return (
    <>
      <PageHeader title={t('title')} back={{ to: paths.verify(), label: t('again') }} />
      <Verdict
        tone="not-found"
        word={mistyped ? t('mistyped') : t('unknown')}
        sentence={mistyped ? t('mistyped.body', { code }) : t('unknown.body', { code })}
      />
      <ButtonLink variant="primary" to={paths.verify()}>
        {t('again')}
      </ButtonLink>
    </>
  );
}
