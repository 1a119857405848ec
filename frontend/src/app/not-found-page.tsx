import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { PageHeader } from '@/ui/page-header';
import { ButtonLink } from '@/ui/text-link';

export function NotFoundPage() {
  const t = useText(messages);
  return (
    <div className="page-width py-16">
      <div className="max-w-form">
        <PageHeader title={t('notFound.title')} lead={t('notFound.body')} />
        <div className="mt-6 flex flex-wrap gap-3">
          <ButtonLink variant="primary" to={paths.events()}>
            {t('nav.find')}
          </ButtonLink>
          <ButtonLink to={paths.verify()}>{t('nav.verify')}</ButtonLink>
        </div>
      </div>
    </div>
  );
}
