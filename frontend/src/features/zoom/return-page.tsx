import { useNavigate, useSearchParams } from 'react-router';
import { useFinish } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths, safeNext } from '@/lib/paths';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { Banner } from '@/ui/banner';
import { ButtonLink } from '@/ui/text-link';

/** Where Zoom sends people back to: the code is spent by a press, so a reload spends nothing. */
export default function ZoomReturnPage() {
  const t = useText(messages);
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const finish = useFinish();
  const code = params.get('code');
  const state = params.get('state');
  if (code === null || state === null) {
    return (
      <div className="max-w-form space-y-6">
        <PageHeader title={t('returnTitle')} />
        <Banner tone="warning" title={t('returnRefused')} actions={<ButtonLink to={paths.me()}>{t('back')}</ButtonLink>}>
          {t('returnRefusedBody')}
        </Banner>
      </div>
    );
  }
  return (
    <div className="max-w-form space-y-6">
      <PageHeader title={t('returnTitle')} lead={t('returnLead')} />
      {finish.error && <ErrorState inline error={finish.error} actions={<ButtonLink to={paths.me()}>{t('back')}</ButtonLink>} />}
      <Button
        variant="primary"
        busy={finish.isPending}
        onClick={() =>
          finish.mutate({ code, state }, { onSuccess: ({ return_to: to }) => void navigate(safeNext(to) ?? paths.me(), { replace: true }) })
        }
      >
        {t('finish')}
      </Button>
    </div>
  );
}
