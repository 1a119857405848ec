import { RotateCw } from 'lucide-react';
import { useRouteError } from 'react-router';
import messages from './messages.en.json';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { ButtonLink } from '@/ui/text-link';

/** What a route shows when it failed: a refusal of the server, or a fault of ours. */
export function RouteError() {
  const t = useText(messages);
  const error = useRouteError();
  const reload = () => globalThis.location.reload();
  const home = <ButtonLink to={paths.home()}>{t('goHome')}</ButtonLink>;
  if (isProblem(error)) return <ErrorState page error={error} onRetry={reload} actions={home} />;
  return (
    <div className="page-width max-w-form py-16">
      <PageHeader title={t('crash.title')} lead={t('crash.body')} />
      <div className="mt-6 flex flex-wrap gap-3">
        <Button variant="primary" onClick={reload}>
          <RotateCw aria-hidden />
          {t('crash.reload')}
        </Button>
        {home}
      </div>
    </div>
  );
}
