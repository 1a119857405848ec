import { useNavigate, useSearchParams } from 'react-router';
import { useFinish } from './api';
import { begun } from './begun';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths, safeNext } from '@/lib/paths';
import { toast } from '@/lib/toasts';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { ButtonLink } from '@/ui/text-link';

/** Where Zoom sends people back to: the code is spent by a press, so a reload spends nothing. */
export default function ZoomReturnPage() {
  const t = useText(messages);
  const [params] = useSearchParams();
  const [code, state, org] = [params.get('code'), params.get('state'), begun()];
  const complete = code !== null && state !== null && org !== null;
  return (
    <div className="max-w-form space-y-6">
      <PageHeader title={t('returnTitle')} lead={complete ? t('returnLead') : undefined} />
      {complete ? <Finish org={org} answer={{ code, state }} /> : <Refused org={org} />}
    </div>
  );
}

function Finish({ org, answer }: { org: string; answer: { code: string; state: string } }) {
  const t = useText(messages);
  const navigate = useNavigate();
  const finish = useFinish(org);
  const done = (to: string) => {
    toast(t('connected'));
    void navigate(safeNext(to) ?? paths.orgIntegrations({ orgId: org }), { replace: true });
  };
  return (
    <>
      {finish.error && <ErrorState inline error={finish.error} actions={<Back org={org} />} />}
      <Button variant="primary" busy={finish.isPending} onClick={() => finish.mutate(answer, { onSuccess: ({ return_to: to }) => done(to) })}>
        {t('finish')}
      </Button>
    </>
  );
}

function Refused({ org }: { org: string | null }) {
  const t = useText(messages);
  return (
    <Banner tone="warning" title={t('returnRefused')} actions={<Back org={org} />}>
      {t('returnRefusedBody')}
    </Banner>
  );
}

function Back({ org }: { org: string | null }) {
  const t = useText(messages);
  return <ButtonLink to={org === null ? paths.myOrganizations() : paths.orgIntegrations({ orgId: org })}>{t(org === null ? 'organizations' : 'startAgain')}</ButtonLink>;
}
